import { channelHeaderBytes, isChannelData } from './channelData.ts';
import { headerBytes, padded } from './header.ts';

/** How long a frame is that begins so; undefined while too little of it is here, 'broken' if nothing begins so. */
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
 * Cuts a stream into messages and ChannelData (RFC 8656, section 3.1; RFC 8489, section 6.2.2). What is whole in one
 * chunk is passed on without a copy.
 */
export class Framer {
  #kept: Buffer = Buffer.alloc(0);

  /**
   * @param mostBytes a frame that says it is longer breaks the stream: it would have to be kept meanwhile
   * @param onFrame gets every whole frame, padding included; false ends it all
   * @returns false if the stream is broken and must be closed
   */
  push(chunk: Buffer, mostBytes: () => number, onFrame: (frame: Buffer) => boolean): boolean {
    const data = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    let at = 0;
    for (;;) {
      const length = frameBytes(data.subarray(at, at + 4));
      if (length === 'broken' || (length ?? 0) > mostBytes()) return false;
      if (length === undefined || at + length > data.length) break;
      if (!onFrame(data.subarray(at, at + length))) return false;
      at += length;
    }
    // Copied, or a few bytes would keep a whole chunk in memory.
    this.#kept = Buffer.from(data.subarray(at));
    return true;
  }
}
