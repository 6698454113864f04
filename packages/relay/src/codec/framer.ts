import { channelHeaderBytes, isChannelData } from './channelData.ts';
import { headerBytes, padded } from './header.ts';

/** The length of the frame that starts here; undefined if more bytes are needed, 'broken' if no frame starts like this. */
function frameBytes(start: Buffer): number | undefined | 'broken' {
  const first = start[0];
  if (first === undefined) return undefined;
  if (first > 0x7f || (first > 0x03 && first < 0x40)) return 'broken';
  if (start.length < 4) return undefined;
  const length = start.readUInt16BE(2);
  if (isChannelData(first)) return padded(channelHeaderBytes + length);
  return length % 4 === 0 ? headerBytes + length : 'broken';
}

/**
 * Splits a stream into STUN messages and ChannelData (RFC 8656, section 3.1; RFC 8489, section 6.2.2). Frames that lie
 * within one chunk are not copied.
 */
export class Framer {
  #pending: Buffer = Buffer.alloc(0);

  /**
   * @param maxBytes a longer frame breaks the stream, because it would have to be buffered
   * @param onFrame gets every complete frame with its padding; false stops the stream
   * @returns false if the stream is broken and must be closed
   */
  push(chunk: Buffer, maxBytes: () => number, onFrame: (frame: Buffer) => boolean): boolean {
    const data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let at = 0;
    for (;;) {
      const length = frameBytes(data.subarray(at, at + 4));
      if (length === 'broken' || (length ?? 0) > maxBytes()) return false;
      if (length === undefined || at + length > data.length) break;
      if (!onFrame(data.subarray(at, at + length))) return false;
      at += length;
    }
    // A view of a few bytes would keep the whole chunk in memory.
    this.#pending = Buffer.from(data.subarray(at));
    return true;
  }
}
