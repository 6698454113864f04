import type { Socket } from 'node:dgram';
import type { OnPeerData, OpenRelaySocket, PortFailure, RelaySocket } from '../allocation/portAllocator.ts';
import { errorCodeOf, openUdpSocket, sendDatagram } from './udpSocket.ts';

/** Another port could be free after these errors; any other error would be the same at every port. */
const portErrors: readonly string[] = ['EADDRINUSE', 'EACCES', 'EPERM'];

/** Opens a relayed port on this machine. */
export const openRelaySocket: OpenRelaySocket = (address, port) =>
  openUdpSocket(address, port).then(
    (socket) => relaySocketOf(socket, address, port),
    (error: unknown): PortFailure => (portErrors.includes(errorCodeOf(error)) ? 'taken' : 'exhausted'),
  );

function relaySocketOf(socket: Socket, address: string, port: number): RelaySocket {
  let isOpen = true;
  let handle: OnPeerData = () => {};
  socket.on('message', (payload, from) => handle(payload, from.address, from.port));
  return {
    address,
    port,
    listen: (handler) => {
      handle = handler;
    },
    send: (payload, toAddress, toPort) => isOpen && sendDatagram(socket, payload, toAddress, toPort),
    close: () => {
      if (isOpen) socket.close();
      isOpen = false;
    },
  };
}
