/*
 * A note travels and is kept in an envelope:
 *
 *   0        4         5          8            12
 *   | "RBNT" | version | reserved | length (BE) | contents...
 *
 * Version 1 holds what was recorded, as it is. A version whose contents only the other side can open needs no change in
 * the server, which looks at the first word and the length alone.
 */

const magic = [0x52, 0x42, 0x4e, 0x54] as const;
const version = 1;
const versionAt = 4;
const lengthAt = 8;

/** Bytes ahead of the contents. */
export const noteHeaderBytes = 12;

/** Puts a recording into its envelope. */
export function sealNote(contents: Uint8Array): Uint8Array<ArrayBuffer> {
  const envelope = new Uint8Array(noteHeaderBytes + contents.length);
  envelope.set(magic);
  envelope[versionAt] = version;
  new DataView(envelope.buffer).setUint32(lengthAt, contents.length);
  envelope.set(contents, noteHeaderBytes);
  return envelope;
}

/** Whether an envelope of so many bytes may begin like this. */
export function isNoteHeader(header: Uint8Array, size: number): boolean {
  if (header.length < noteHeaderBytes || magic.some((byte, at) => header[at] !== byte)) return false;
  return lengthIn(header) === size - noteHeaderBytes;
}

/** Takes a recording out of its envelope; undefined for what is none, or one of a later version. */
export function openNote(envelope: Uint8Array): Uint8Array | undefined {
  if (!isNoteHeader(envelope, envelope.length) || envelope[versionAt] !== version) return undefined;
  return envelope.subarray(noteHeaderBytes);
}

function lengthIn(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, header.byteLength).getUint32(lengthAt);
}
