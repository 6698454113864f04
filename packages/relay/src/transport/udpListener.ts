import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EndpointMap } from '../address/endpointMap.ts';
import { familyOf } from '../address/ip.ts';
import { channelFrame, isChannelData } from '../codec/channelData.ts';
import type { Reception } from '../requests/requestHandler.ts';
import type { Counters } from '../core/stats.ts';
import { emptySeat, type ClientPath, type Seat } from './clientPath.ts';
import { direct, sendDatagram } from './udpSocket.ts';

/**
 * Asked of the kernel for bursts: at 20 Mbit/s it holds 0.4 s. Linux gives what `net.core.rmem_max` allows.
 */
const receiveBufferBytes = 1 << 20;

/** One UDP port at one address, where clients arrive. */
export interface UdpListener {
  readonly port: number;
  readonly close: () => void;
}

/** What a listener hands on, and where it counts. */
export interface Intake {
  readonly reception: Reception;
  readonly counters: Counters;
}

/**
 * Opens a UDP port for clients.
 *
 * @throws the system's error, such as EADDRINUSE
 */
export async function listenUdp(address: string, port: number, intake: Intake): Promise<UdpListener> {
  const isIpv6 = familyOf(address) === 6;
  const socket = createSocket({
    type: isIpv6 ? 'udp6' : 'udp4',
    ipv6Only: isIpv6,
    lookup: direct,
    recvBufferSize: receiveBufferBytes,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('listening', resolve);
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true });
  }).catch((error: unknown) => {
    socket.close();
    throw error;
  });
  // What the network reports of one packet says nothing about the next one.
  socket.on('error', () => {});
  const door: UdpDoor = {
    socket,
    reached: address,
    paths: new EndpointMap(),
    counters: intake.counters,
    isOpen: true,
  };
  socket.on('message', (datagram, from) => receive(datagram, from));

  function receive(datagram: Buffer, from: RemoteInfo): void {
    const known = door.paths.get(from.address, from.port);
    if (isChannelData(datagram[0] ?? 0)) {
      if (known !== undefined) intake.reception.channelData(datagram, known);
      return;
    }
    intake.reception.message(datagram, known ?? new UdpPath(door, from));
  }

  return {
    port: socket.address().port,
    close: () => {
      if (door.isOpen) socket.close();
      door.isOpen = false;
    },
  };
}

/** What the paths of one listener share. */
interface UdpDoor {
  readonly socket: Socket;
  readonly reached: string;
  /** Clients that have a seat; of others nothing is kept. */
  readonly paths: EndpointMap<UdpPath>;
  readonly counters: Counters;
  isOpen: boolean;
}

/** The way to a UDP client. */
class UdpPath implements ClientPath {
  readonly transport = 'udp';
  readonly address: string;
  readonly port: number;
  seat: Seat = emptySeat;
  readonly #door: UdpDoor;

  constructor(door: UdpDoor, { address, port }: RemoteInfo) {
    this.#door = door;
    this.address = address;
    this.port = port;
  }

  get reached(): string {
    return this.#door.reached;
  }

  get isOpen(): boolean {
    return this.#door.isOpen;
  }

  sit(seat: Seat): void {
    this.seat = seat;
    if (seat.state === 'empty') this.#door.paths.delete(this.address, this.port);
    else this.#door.paths.set(this.address, this.port, this);
  }

  answer(message: Buffer): void {
    this.#send(message);
  }

  deliver(indication: Buffer): void {
    this.#send(indication);
  }

  deliverBy(channel: number, payload: Buffer): void {
    this.#send(channelFrame(channel, payload, 0));
  }

  #send(bytes: Buffer): void {
    const { socket, counters, isOpen } = this.#door;
    if (isOpen && !sendDatagram(socket, bytes, this.address, this.port)) counters.droppedByCongestion += 1;
  }
}
