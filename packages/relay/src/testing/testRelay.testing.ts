import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '../core/options.ts';
import type { Endpoint } from '../address/ip.ts';
import { startRelay, type Relay, type RelayOptions } from '../index.ts';
import { openTcp, openUdp } from './clientSocket.testing.ts';
import { testSecret, testUser, TurnClient, type TestUser } from './turnClient.testing.ts';

/** A clock that only moves when a test moves it. */
export interface TestClock extends Clock {
  readonly pass: (ms: number) => void;
}

/** Starts at the system's time, so that real credentials are valid. */
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

/** A peer: a socket on this machine that is not a client of the relay. */
export interface TestPeer {
  readonly endpoint: Endpoint;
  readonly socket: Socket;
  readonly nextDatagram: () => Promise<{ readonly text: string; readonly from: Endpoint }>;
}

/** Starts relays, clients and peers for a test, and closes all of them at its end. */
export class TestRelays {
  readonly #relays: Relay[] = [];
  readonly #clients: TurnClient[] = [];
  readonly #peers: Socket[] = [];

  /** Starts a relay on 127.0.0.1. */
  async start(options: Partial<RelayOptions> = {}): Promise<Relay> {
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

  /** Opens a client over UDP. */
  async client(relay: Relay, user: TestUser = testUser()): Promise<TurnClient> {
    return this.track(new TurnClient(await openUdp(relay.port), user));
  }

  /** Opens a client over TCP. */
  async tcpClient(relay: Relay, user: TestUser = testUser()): Promise<TurnClient> {
    return this.track(new TurnClient(await openTcp(relay.port), user));
  }

  /** Registers a client to be closed at the end of the test. */
  track(client: TurnClient): TurnClient {
    this.#clients.push(client);
    return client;
  }

  /** Opens a peer. */
  async peer(address = '127.0.0.1'): Promise<TestPeer> {
    const socket = createSocket('udp4');
    this.#peers.push(socket);
    socket.bind(0, address);
    await once(socket, 'listening');
    return {
      endpoint: { address, port: socket.address().port },
      socket,
      nextDatagram: () =>
        new Promise((resolve) => {
          socket.once('message', (bytes, { address: from, port }) => {
            resolve({ text: bytes.toString(), from: { address: from, port } });
          });
        }),
    };
  }

  async close(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    for (const socket of this.#peers.splice(0)) socket.close();
    await Promise.all(this.#relays.splice(0).map((relay) => relay.close()));
  }
}
