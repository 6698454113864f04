import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '../core/clock.ts';
import type { Endpoint } from '../address/ip.ts';
import { startRelay, type Relay, type RelayOptions } from '../index.ts';
import { tcpWire, udpWire } from './clientSocket.testing.ts';
import { testSecret, testUser, TurnClient, type TestUser } from './turnClient.testing.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  readonly pass: (ms: number) => void;
}

/** Makes a clock that begins at the machine's time, so that real credentials fit. */
export function testClock(): TestClock {
  let passed = 0;
  const startSeconds = Date.now() / 1000;
  return {
    nowMs: () => 1_000_000 + passed,
    unixSeconds: () => Math.floor(startSeconds + passed / 1000),
    pass: (ms) => {
      passed += ms;
    },
  };
}

/** A socket on this machine that is no client of the relay. */
export interface Outsider {
  readonly endpoint: Endpoint;
  readonly socket: Socket;
  readonly arrival: () => Promise<{ readonly text: string; readonly from: Endpoint }>;
}

/** A relay with its clients and what is around it; all of it is closed at the end of a test. */
export class RelayHouse {
  readonly #relays: Relay[] = [];
  readonly #clients: TurnClient[] = [];
  readonly #outsiders: Socket[] = [];

  /** Starts a relay on 127.0.0.1. */
  async relay(options: Partial<RelayOptions> = {}): Promise<Relay> {
    const relay = await startRelay({
      secret: testSecret,
      host: '127.0.0.1',
      port: 0,
      minPort: 42_000,
      maxPort: 42_399,
      ...options,
    });
    this.#relays.push(relay);
    return relay;
  }

  /** A client over UDP. */
  async client(relay: Relay, user: TestUser = testUser()): Promise<TurnClient> {
    return this.keep(new TurnClient(await udpWire(relay.port), user));
  }

  /** A client over TCP. */
  async tcpClient(relay: Relay, user: TestUser = testUser()): Promise<TurnClient> {
    return this.keep(new TurnClient(await tcpWire(relay.port), user));
  }

  /** Closes a client with the rest. */
  keep(client: TurnClient): TurnClient {
    this.#clients.push(client);
    return client;
  }

  /** A peer outside of the relay. */
  async outsider(address = '127.0.0.1'): Promise<Outsider> {
    const socket = createSocket('udp4');
    this.#outsiders.push(socket);
    socket.bind(0, address);
    await once(socket, 'listening');
    return {
      endpoint: { address, port: socket.address().port },
      socket,
      arrival: () =>
        new Promise((resolve) => {
          socket.once('message', (bytes, { address: from, port }) => {
            resolve({ text: bytes.toString(), from: { address: from, port } });
          });
        }),
    };
  }

  async close(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    for (const socket of this.#outsiders.splice(0)) socket.close();
    await Promise.all(this.#relays.splice(0).map((relay) => relay.close()));
  }
}
