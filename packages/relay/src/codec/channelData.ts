/**
 * Channel numbers that a client may choose. RFC 8656 limits them to 0x4fff so that DTLS can share the socket. Clients of
 * RFC 5766 use all of them, and nothing else shares the socket here.
 */
export const channelNumbers = { min: 0x4000, max: 0x7fff } as const;

/** Bytes before the payload: channel number and length. */
export const channelHeaderBytes = 4;

/** Whether a datagram or frame, by its first byte, is ChannelData. */
export function isChannelData(firstByte: number): boolean {
  return firstByte >= 0x40 && firstByte <= 0x7f;
}

/** The channel number of a frame. */
export function channelOf(frame: Buffer): number {
  return ((frame[0] ?? 0) << 8) | (frame[1] ?? 0);
}

/** The payload of a frame, as a view; undefined if the frame is shorter than its length field. */
export function channelPayload(frame: Buffer): Buffer | undefined {
  const end = channelHeaderBytes + (((frame[2] ?? 0) << 8) | (frame[3] ?? 0));
  return frame.length < end || frame.length < channelHeaderBytes
    ? undefined
    : frame.subarray(channelHeaderBytes, end);
}

/**
 * Copies header and payload into one buffer: copying a packet is cheaper than a second buffer in the system call.
 *
 * @param padding zero bytes after the payload; streams need them, datagrams do not
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
