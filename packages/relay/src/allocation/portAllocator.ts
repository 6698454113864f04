import { randomInt } from 'node:crypto';
import { EndpointMap } from '../address/endpointMap.ts';
import type { OpenRelaySocket, RelaySocket } from '../transport/relaySocket.ts';

/** Ports tried before the relay says that it has none: others may use the range too. */
const mostTries = 256;

/** What a client wants of its port: any, an even one, or an even one with the next one kept for later. */
export type PortWish = 'any' | 'even' | 'evenPair';

/** Ports that were opened. */
export interface OpenedPorts {
  readonly socket: RelaySocket;
  /** The next higher port, for 'evenPair'. */
  readonly next: RelaySocket | undefined;
}

/** Where to open a port. */
export interface PortPlace {
  readonly bind: string;
  /** The address the world sees. Several local addresses may share it, and then share its ports. */
  readonly advertised: string;
}

/** Opens relayed ports, at random places of the range, so that nobody guesses the next one (RFC 6056). */
export class RelayPorts {
  readonly #least: number;
  readonly #most: number;
  readonly #openSocket: OpenRelaySocket;
  readonly #claimed = new EndpointMap<true>();

  constructor(least: number, most: number, openSocket: OpenRelaySocket) {
    this.#least = least;
    this.#most = most;
    this.#openSocket = openSocket;
  }

  /** @returns undefined if no port is free */
  async open(place: PortPlace, wish: PortWish): Promise<OpenedPorts | undefined> {
    for (const port of this.#candidates(wish)) {
      const socket = await this.#claim(place, port);
      if (socket === undefined) continue;
      if (wish !== 'evenPair') return { socket, next: undefined };
      const next = await this.#claim(place, port + 1);
      if (next !== undefined) return { socket, next };
      socket.close();
    }
    return undefined;
  }

  *#candidates(wish: PortWish): Generator<number> {
    const step = wish === 'any' ? 1 : 2;
    const first = wish === 'any' ? this.#least : this.#least + (this.#least % 2);
    const last = wish === 'evenPair' ? this.#most - 1 : this.#most;
    const count = Math.floor((last - first) / step) + 1;
    if (count < 1) return;
    const start = randomInt(count);
    for (let tried = 0; tried < Math.min(count, mostTries); tried += 1) {
      yield first + ((start + tried) % count) * step;
    }
  }

  async #claim({ bind, advertised }: PortPlace, port: number): Promise<RelaySocket | undefined> {
    if (this.#claimed.get(advertised, port) === true) return undefined;
    this.#claimed.set(advertised, port, true);
    const socket = await this.#openSocket(bind, port);
    if (socket === undefined) {
      this.#claimed.delete(advertised, port);
      return undefined;
    }
    const close = (): void => {
      this.#claimed.delete(advertised, port);
      socket.close();
    };
    return { ...socket, close };
  }
}
