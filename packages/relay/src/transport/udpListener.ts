import type { RemoteInfo, Socket } from 'node:dgram';
import { EndpointMap } from '../address/endpointMap.ts';
import { noAllocation, type AllocationState, type ClientPath } from '../allocation/allocation.ts';
import { channelFrame, isChannelData } from '../codec/channelData.ts';
import type { RequestHandler } from '../requests/requestHandler.ts';
import type { Counters } from '../core/stats.ts';
import { openUdpSocket, sendDatagram } from './udpSocket.ts';

/** Room for bursts: 0.4 s at 20 Mbit/s. Linux limits it to `net.core.rmem_max`. */
const receiveBufferBytes = 1 << 20;

/** A UDP port for clients, at one address. */
export interface UdpListener {
  readonly port: number;
  readonly close: () => void;
}

export interface ListenerDeps {
  readonly handler: RequestHandler;
  readonly counters: Counters;
}

/**
 * Opens a UDP port for clients.
 *
 * @throws the system's error, such as EADDRINUSE
 */
export async function listenUdp(address: string, port: number, deps: ListenerDeps): Promise<UdpListener> {
  const socket = await openUdpSocket(address, port, { recvBufferSize: receiveBufferBytes });
  const listener: UdpListenerState = {
    socket,
    localAddress: address,
    paths: new EndpointMap(),
    counters: deps.counters,
    isOpen: true,
  };
  socket.on('message', (datagram, from) => receive(datagram, from));

  function receive(datagram: Buffer, from: RemoteInfo): void {
    const known = listener.paths.get(from.address, from.port);
    if (isChannelData(datagram[0] ?? 0)) {
      if (known !== undefined) deps.handler.channelData(datagram, known);
      return;
    }
    deps.handler.message(datagram, known ?? new UdpPath(listener, from));
  }

  return {
    port: socket.address().port,
    close: () => {
      if (listener.isOpen) socket.close();
      listener.isOpen = false;
    },
  };
}

/** State that the paths of one listener share. */
interface UdpListenerState {
  readonly socket: Socket;
  readonly localAddress: string;
  /** Only clients with an allocation, so that others cannot use up memory. */
  readonly paths: EndpointMap<UdpPath>;
  readonly counters: Counters;
  isOpen: boolean;
}

/** The path to a UDP client. */
class UdpPath implements ClientPath {
  readonly transport = 'udp';
  readonly address: string;
  readonly port: number;
  allocationState: AllocationState = noAllocation;
  readonly #listener: UdpListenerState;

  constructor(listener: UdpListenerState, { address, port }: RemoteInfo) {
    this.#listener = listener;
    this.address = address;
    this.port = port;
  }

  get localAddress(): string {
    return this.#listener.localAddress;
  }

  get isOpen(): boolean {
    return this.#listener.isOpen;
  }

  setAllocation(state: AllocationState): void {
    this.allocationState = state;
    if (state.kind === 'none') this.#listener.paths.delete(this.address, this.port);
    else this.#listener.paths.set(this.address, this.port, this);
  }

  sendResponse(message: Buffer): void {
    this.#send(message);
  }

  sendIndication(indication: Buffer): void {
    this.#send(indication);
  }

  sendChannelData(channel: number, payload: Buffer): void {
    this.#send(channelFrame(channel, payload, 0));
  }

  #send(bytes: Buffer): void {
    const { socket, counters, isOpen } = this.#listener;
    if (isOpen && !sendDatagram(socket, bytes, this.address, this.port)) counters.droppedByCongestion += 1;
  }
}
