import { randomInt } from 'node:crypto';
import { EndpointMap } from '../address/endpointMap.ts';

/** Bounds the attempts when other programs use the same port range. */
const maxTries = 256;

/** Handles a datagram from a peer. */
export type OnPeerData = (payload: Buffer, address: string, port: number) => void;

/** The socket of one relayed port. */
export interface RelaySocket {
  readonly address: string;
  readonly port: number;
  /** Sets the handler; earlier datagrams are dropped. */
  listen: (handler: OnPeerData) => void;
  /** @returns false if the packet was dropped because the send queue is full */
  send: (payload: Buffer, address: string, port: number) => boolean;
  close: () => void;
}

/** Why a relayed port was not opened: another program has it, or the system has no descriptor or memory for any. */
export type PortFailure = 'taken' | 'exhausted';

/** Opens a relayed port. Never rejects. */
export type OpenRelaySocket = (address: string, port: number) => Promise<RelaySocket | PortFailure>;

/** EVEN-PORT of an Allocate request: any port, an even one, or an even one with the next one reserved. */
export type PortRequest = 'any' | 'even' | 'evenPair';

export interface OpenedPorts {
  readonly socket: RelaySocket;
  /** The next higher port, for `evenPair`. */
  readonly next: RelaySocket | undefined;
}

export interface PortAddress {
  readonly bind: string;
  /** The public address. Several local addresses may share it, and then they share its ports. */
  readonly advertised: string;
}

/** Opens relayed ports at random positions in the range, so that they cannot be predicted (RFC 6056). */
export class PortAllocator {
  readonly #min: number;
  readonly #max: number;
  readonly #openSocket: OpenRelaySocket;
  readonly #claimed = new EndpointMap<true>();

  constructor(min: number, max: number, openSocket: OpenRelaySocket) {
    this.#min = min;
    this.#max = max;
    this.#openSocket = openSocket;
  }

  /** @returns undefined if no port is free, or the system has no descriptor left */
  async open(address: PortAddress, request: PortRequest): Promise<OpenedPorts | undefined> {
    for (const port of this.#candidates(request)) {
      const socket = await this.#claim(address, port);
      if (socket === 'exhausted') return undefined;
      if (socket === 'taken') continue;
      if (request !== 'evenPair') return { socket, next: undefined };
      const next = await this.#claim(address, port + 1);
      if (typeof next !== 'string') return { socket, next };
      socket.close();
      if (next === 'exhausted') return undefined;
    }
    return undefined;
  }

  *#candidates(request: PortRequest): Generator<number> {
    const step = request === 'any' ? 1 : 2;
    const first = request === 'any' ? this.#min : this.#min + (this.#min % 2);
    const last = request === 'evenPair' ? this.#max - 1 : this.#max;
    const count = Math.floor((last - first) / step) + 1;
    if (count < 1) return;
    const start = randomInt(count);
    for (let tried = 0; tried < Math.min(count, maxTries); tried += 1) {
      yield first + ((start + tried) % count) * step;
    }
  }

  async #claim({ bind, advertised }: PortAddress, port: number): Promise<RelaySocket | PortFailure> {
    if (this.#claimed.get(advertised, port) === true) return 'taken';
    this.#claimed.set(advertised, port, true);
    const socket = await this.#openSocket(bind, port);
    if (typeof socket === 'string') {
      this.#claimed.delete(advertised, port);
      return socket;
    }
    const close = (): void => {
      this.#claimed.delete(advertised, port);
      socket.close();
    };
    return { ...socket, close };
  }
}
