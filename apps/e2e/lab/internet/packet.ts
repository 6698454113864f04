/** Offset of the destination in an IPv4 header (RFC 791). */
const destinationOffset = 16;
const headerBytes = 20;

/**
 * The network that a packet goes to: the first three numbers of its destination.
 * @returns undefined if it is not an IPv4 packet
 */
export function destinationNetwork(packet: Uint8Array): string | undefined {
  const version = (packet[0] ?? 0) >> 4;
  if (version !== 4 || packet.length < headerBytes) return undefined;
  return packet.subarray(destinationOffset, destinationOffset + 3).join('.');
}
