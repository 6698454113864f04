import { createSocket, type Socket } from 'node:dgram';
import { familyOf } from '../address/ip.ts';
import { direct, sendDatagram } from './udpSocket.ts';

/** Takes a datagram that came from a peer. */
export type FromPeer = (payload: Buffer, address: string, port: number) => void;

/** One relayed port. */
export interface RelaySocket {
  readonly address: string;
  readonly port: number;
  /** Says who takes what arrives; until then it is thrown away. */
  listen: (take: FromPeer) => void;
  /** False if the packet was thrown away, because the network takes no more. */
  send: (payload: Buffer, address: string, port: number) => boolean;
  close: () => void;
}

/**
 * Opens a relayed port.
 *
 * @returns undefined if the port is taken or cannot be had
 */
export type OpenRelaySocket = (address: string, port: number) => Promise<RelaySocket | undefined>;

/** Opens a relayed port on this machine. */
export const openRelaySocket: OpenRelaySocket = (address, port) =>
  new Promise((resolve) => {
    const socket = createSocket({
      type: familyOf(address) === 4 ? 'udp4' : 'udp6',
      ipv6Only: familyOf(address) === 6,
      lookup: direct,
    });
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.once('listening', () => {
      socket.removeAllListeners('error');
      resolve(overSocket(socket, address, port));
    });
    socket.bind({ address, port, exclusive: true });
  });

function overSocket(socket: Socket, address: string, port: number): RelaySocket {
  let isOpen = true;
  let take: FromPeer = () => {};
  // What the network reports of one packet says nothing about the next one.
  socket.on('error', () => {});
  socket.on('message', (payload, from) => take(payload, from.address, from.port));
  return {
    address,
    port,
    listen: (taker) => {
      take = taker;
    },
    send: (payload, toAddress, toPort) => isOpen && sendDatagram(socket, payload, toAddress, toPort),
    close: () => {
      if (isOpen) socket.close();
      isOpen = false;
    },
  };
}
