/**
 * Channel numbers a client may choose. RFC 8656 narrowed them to 0x4fff for the sake of sockets that also carry DTLS;
 * clients of RFC 5766 use all, and here nothing else shares the socket.
 */
export const channelNumbers = { least: 0x4000, most: 0x7fff } as const;

/** Bytes before the payload: number and length. */
export const channelHeaderBytes = 4;

/** Whether a datagram or frame, by its first byte, is ChannelData. */
export function isChannelData(firstByte: number): boolean {
  return firstByte >= 0x40 && firstByte <= 0x7f;
}

/** The channel number of a frame. */
export function channelOf(frame: Buffer): number {
  return ((frame[0] ?? 0) << 8) | (frame[1] ?? 0);
}

/** The payload of a frame, not copied; undefined if the frame is shorter than it says. */
export function channelPayload(frame: Buffer): Buffer | undefined {
  const end = channelHeaderBytes + (((frame[2] ?? 0) << 8) | (frame[3] ?? 0));
  return frame.length < end || frame.length < channelHeaderBytes
    ? undefined
    : frame.subarray(channelHeaderBytes, end);
}

/**
 * A frame with its payload in one buffer: one copy of a packet is cheaper than a second buffer in the system call.
 *
 * @param padding zero bytes behind the payload, which streams need and datagrams do not
 */
export function channelFrame(channel: number, payload: Buffer, padding: number): Buffer {
  const length = payload.length;
  const frame = Buffer.allocUnsafe(channelHeaderBytes + length + padding);
  frame[0] = channel >> 8;
  frame[1] = channel & 0xff;
  frame[2] = length >> 8;
  frame[3] = length & 0xff;
  frame.set(payload, channelHeaderBytes);
  if (padding > 0) frame.fill(0, channelHeaderBytes + length);
  return frame;
}
