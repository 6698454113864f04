import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EndpointMap } from '../address/endpointMap.ts';
import { familyOf } from '../address/ip.ts';
import { channelFrame, isChannelData } from '../codec/channelData.ts';
import type { Reception } from '../requests/reception.ts';
import type { Counters } from '../stats.ts';
import { emptySeat, type ClientPath, type Seat } from './clientPath.ts';
import { direct, sendDatagram } from './datagrams.ts';

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
  const paths = new EndpointMap<UdpPath>();
  socket.on('message', (datagram, from) => receive(datagram, from));
  let isOpen = true;

  function receive(datagram: Buffer, from: RemoteInfo): void {
    const known = paths.get(from.address, from.port);
    if (isChannelData(datagram[0] ?? 0)) {
      if (known !== undefined) intake.reception.channelData(datagram, known);
      return;
    }
    intake.reception.message(datagram, known ?? new UdpPath(socket, paths, from, address, intake.counters));
  }

  return {
    port: socket.address().port,
    close: () => {
      if (isOpen) socket.close();
      isOpen = false;
    },
  };
}

/** The way to a UDP client. The listener knows those that have a seat; of others nothing is kept. */
class UdpPath implements ClientPath {
  readonly transport = 'udp';
  readonly address: string;
  readonly port: number;
  readonly reached: string;
  readonly isOpen = true;
  seat: Seat = emptySeat;
  readonly #socket: Socket;
  readonly #paths: EndpointMap<UdpPath>;
  readonly #counters: Counters;

  constructor(
    socket: Socket,
    paths: EndpointMap<UdpPath>,
    from: RemoteInfo,
    reached: string,
    counters: Counters,
  ) {
    this.#socket = socket;
    this.#paths = paths;
    this.#counters = counters;
    this.address = from.address;
    this.port = from.port;
    this.reached = reached;
  }

  sit(seat: Seat): void {
    this.seat = seat;
    if (seat.state === 'empty') this.#paths.delete(this.address, this.port);
    else this.#paths.set(this.address, this.port, this);
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
    if (!sendDatagram(this.#socket, bytes, this.address, this.port)) this.#counters.droppedByCongestion += 1;
  }
}
