import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import { familyOf } from '../address/ip.ts';

/** Limits what waits in memory for one socket while the kernel's buffer is full; more packets are dropped. */
const maxQueuedBytes = 1 << 20;

/** The system's code of an error, such as EADDRINUSE; empty for other errors. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** All addresses are numeric, so this skips the lookup, which would delay each packet by a tick. */
const numericLookup: NonNullable<SocketOptions['lookup']> = (address, _options, done) => {
  done(null, address, familyOf(address));
};

/**
 * Opens a UDP socket at one address.
 *
 * @throws the system's error, such as EADDRINUSE
 */
export async function openUdpSocket(
  address: string,
  port: number,
  options: Pick<SocketOptions, 'recvBufferSize'> = {},
): Promise<Socket> {
  const isIpv6 = familyOf(address) === 6;
  const socket = createSocket({
    type: isIpv6 ? 'udp6' : 'udp4',
    ipv6Only: isIpv6,
    lookup: numericLookup,
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('listening', resolve);
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true });
  }).catch((error: unknown) => {
    socket.close();
    throw error;
  });
  // An ICMP error about one packet says nothing about the next one.
  socket.on('error', () => {});
  return socket;
}

/**
 * Sends a datagram without waiting; false if it was dropped because the queue is full, or because it's for port 0: a
 * datagram may come from there, and the socket would throw.
 */
export function sendDatagram(socket: Socket, payload: Buffer, address: string, port: number): boolean {
  if (port === 0 || socket.getSendQueueSize() > maxQueuedBytes) return false;
  socket.send(payload, port, address);
  return true;
}
