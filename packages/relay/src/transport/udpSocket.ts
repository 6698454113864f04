import type { Socket, SocketOptions } from 'node:dgram';
import { familyOf } from '../address/ip.ts';

/** What may wait in memory for one socket while the kernel takes no more; beyond it packets are thrown away. */
const mostQueuedBytes = 1 << 20;

/** Every address here is a number already: no name is ever looked up, and nothing waits for the next tick. */
export const direct: NonNullable<SocketOptions['lookup']> = (address, _options, done) => {
  done(null, address, familyOf(address));
};

/** Sends one datagram now, without hearing what becomes of it. False if it was thrown away. */
export function sendDatagram(socket: Socket, payload: Buffer, address: string, port: number): boolean {
  if (socket.getSendQueueSize() > mostQueuedBytes) return false;
  socket.send(payload, port, address);
  return true;
}
