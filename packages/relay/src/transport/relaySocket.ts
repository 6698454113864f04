import type { Socket } from 'node:dgram';
import type { OnPeerData, OpenRelaySocket, RelaySocket } from '../allocation/portAllocator.ts';
import { openUdpSocket, sendDatagram } from './udpSocket.ts';

/** Opens a relayed port on this machine. */
export const openRelaySocket: OpenRelaySocket = (address, port) =>
  openUdpSocket(address, port).then(
    (socket) => relaySocketOf(socket, address, port),
    () => undefined,
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
