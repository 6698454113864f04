/*
 * A note is sent and stored in an envelope:
 *
 *   0        4         5          8            12
 *   | "RBNT" | version | reserved | length (BE) | contents...
 *
 * Version 1 holds the recording unchanged. The server checks only the magic bytes and the length, so it can store
 * versions that only the recipient can open.
 */

const magic = [0x52, 0x42, 0x4e, 0x54] as const;
const version = 1;
const versionOffset = 4;
const lengthOffset = 8;

/** Bytes before the contents. */
export const noteHeaderBytes = 12;

/** Puts a recording into its envelope. */
export function wrapNote(contents: Uint8Array): Uint8Array<ArrayBuffer> {
  const envelope = new Uint8Array(noteHeaderBytes + contents.length);
  envelope.set(magic);
  envelope[versionOffset] = version;
  new DataView(envelope.buffer).setUint32(lengthOffset, contents.length);
  envelope.set(contents, noteHeaderBytes);
  return envelope;
}

/** Whether these bytes are the header of an envelope of `size` bytes. */
export function isNoteHeader(header: Uint8Array, size: number): boolean {
  if (header.length < noteHeaderBytes || magic.some((byte, at) => header[at] !== byte)) return false;
  return contentLength(header) === size - noteHeaderBytes;
}

/** Returns the recording in an envelope; undefined for anything else, and for a later version. */
export function unwrapNote(envelope: Uint8Array): Uint8Array | undefined {
  if (!isNoteHeader(envelope, envelope.length) || envelope[versionOffset] !== version) return undefined;
  return envelope.subarray(noteHeaderBytes);
}

function contentLength(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, header.byteLength).getUint32(lengthOffset);
}
