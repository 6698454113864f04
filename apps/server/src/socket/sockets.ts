import type { Server as HttpServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bounds,
  fail,
  type DeviceId,
  type HandshakeRefusal,
  type Limits,
  type Result,
} from '@ringback/protocol';
import { Server } from 'socket.io';
import type { Accounts } from '../accounts/accounts.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import { originOf, isForeign } from '../platform/requestOrigin.ts';
import type { Log } from '../platform/log.ts';
import { ConnectionLimiter } from './connectionLimiter.ts';
import { CoalescingWebSocketServer } from './frameCoalescing.ts';
import { TokenBucket, type RequestRate } from './budget.ts';
import type { RequestDispatcher } from './requestDispatcher.ts';
import { HelloTimeout } from './helloTimeout.ts';
import { DeviceSocket, type RingbackServer, type RingbackSocket } from './deviceSocket.ts';

/** What the socket side works with. */
export interface SocketsDeps {
  readonly http: HttpServer;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly dispatch: RequestDispatcher;
  readonly limits: Limits;
  readonly proxies: number;
  readonly helloMs: number;
  readonly pingMs: number;
  readonly log: Log;
  readonly now: () => number;
  /** A device is gone: its page (`closed`), or its network (`silent`). */
  readonly onGone: (device: DeviceSocket, how: 'closed' | 'silent') => void;
}

/** A socket that goes on sending although it is told to wait is closed after so many refusals in a row. */
const patience = 1_000;

/** How long closing may take. */
const drainMs = 1_000;

/** Listens for sockets, and brings what they say to the door. */
export class Sockets {
  readonly #deps: SocketsDeps;
  readonly #rate: RequestRate;
  readonly #io: RingbackServer;
  readonly #connectionLimiter: ConnectionLimiter;
  readonly #helloTimeout: HelloTimeout<DeviceSocket>;
  #state: 'open' | 'stopping' = 'open';

  constructor(deps: SocketsDeps) {
    const { limits, helloMs, now } = deps;
    this.#deps = deps;
    this.#rate = { perSecond: limits.requestsPerSecond, burst: limits.requestBurst };
    this.#connectionLimiter = new ConnectionLimiter(deps.accounts, limits, deps.proxies);
    this.#helloTimeout = new HelloTimeout(helloMs, now, (deviceSocket) => this.#onSilence(deviceSocket));
    this.#io = open(deps);
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', (socket) => this.#onConnection(socket));
  }

  /** Ends all connections of a device for good, also those that have not said hello yet. */
  disconnect(deviceId: DeviceId): void {
    for (const socket of this.#io.of('/').sockets.values()) {
      if (socket.data.deviceSocket?.deviceId === deviceId) socket.disconnect(true);
    }
  }

  /** Takes no more requests; those under way are still answered. */
  refuse(): void {
    this.#state = 'stopping';
    this.#helloTimeout.stop();
  }

  /** Closes all sockets and the HTTP server below them. Their devices are not gone: they will be back. */
  async close(): Promise<void> {
    this.refuse();
    await this.#drain();
    await this.#io.close();
  }

  /** Lets every answer leave before its socket is closed; who does not take it in time is cut off. */
  async #drain(): Promise<void> {
    for (const socket of this.#io.of('/').sockets.values()) socket.conn.close();
    const end = this.#deps.now() + drainMs;
    while (this.#io.engine.clientsCount > 0 && this.#deps.now() < end) await delay(drainMs / 100);
  }

  async #admit(socket: RingbackSocket, next: (refusal?: Error) => void): Promise<void> {
    const refusal = await this.#refusalOf(socket);
    if (refusal === undefined) next();
    else next(new Error(refusal));
  }

  /** A fault of ours is told as `tooMany`, after which a client waits and tries again. */
  async #refusalOf(socket: RingbackSocket): Promise<HandshakeRefusal | undefined> {
    try {
      return await this.#open(socket);
    } catch (err) {
      this.#deps.log.error({ err }, 'handshake failed');
      return 'tooMany';
    }
  }

  async #open(socket: RingbackSocket): Promise<HandshakeRefusal | undefined> {
    const admission = await this.#connectionLimiter.admit(socket.handshake.auth, socket.request);
    if (admission.kind === 'refused') return admission.refusal;
    const release = (): void => this.#connectionLimiter.release(admission);
    if (socket.conn.readyState === 'open') socket.conn.once('close', release);
    else release();
    const origin = originOf(socket.request, this.#deps.proxies);
    const budget = new TokenBucket(this.#rate, this.#deps.now());
    socket.data.deviceSocket = new DeviceSocket(socket, { ...admission.device, origin }, budget);
    return undefined;
  }

  #onConnection(socket: RingbackSocket): void {
    const { deviceSocket } = socket.data;
    if (deviceSocket === undefined) {
      socket.disconnect(true);
      return;
    }
    forgetArrival(socket);
    this.#helloTimeout.await(deviceSocket);
    socket.onAny((...message: unknown[]) => this.#onMessage(deviceSocket, message));
    socket.on('disconnect', (reason) => {
      socket.conn.close();
      this.#onDisconnect(deviceSocket, reason);
    });
  }

  #onSilence(deviceSocket: DeviceSocket): void {
    if (!this.#deps.devices.isCurrent(deviceSocket)) deviceSocket.disconnect();
  }

  /** Every message is a request, and its last part the way to answer; one that cannot be answered is dropped. */
  #onMessage(deviceSocket: DeviceSocket, message: readonly unknown[]): void {
    const answer = message.at(-1);
    const retryAfterMs = deviceSocket.budget.take(this.#rate, this.#deps.now());
    if (retryAfterMs > 0) {
      this.#refuse(deviceSocket, answer, retryAfterMs);
      return;
    }
    deviceSocket.refusedInARow = 0;
    if (!isAnswer(answer)) return;
    if (this.#state === 'stopping') {
      answer(fail('unavailable'));
      return;
    }
    const outcome = this.#deps.dispatch(deviceSocket, message[0], message.slice(1, -1));
    if (outcome instanceof Promise) void outcome.then(answer);
    else answer(outcome);
  }

  #refuse(deviceSocket: DeviceSocket, answer: unknown, retryAfterMs: number): void {
    deviceSocket.refusedInARow += 1;
    if (deviceSocket.refusedInARow > patience) deviceSocket.disconnect();
    else if (isAnswer(answer)) answer(fail('tooMany', { retryAfterMs }));
  }

  #onDisconnect(deviceSocket: DeviceSocket, reason: string): void {
    this.#helloTimeout.settle(deviceSocket);
    if (this.#state === 'stopping' || !this.#deps.devices.detach(deviceSocket)) return;
    this.#deps.onGone(deviceSocket, reason === 'ping timeout' ? 'silent' : 'closed');
  }
}

/** What Socket.IO knows of how a socket came, once that is nobody's business any more. */
const forgotten = Object.freeze({});

/**
 * Lets go of the request by which a socket came in and of the token that it presented: they are a fifth of what an idle
 * socket keeps, and nobody needs them any more. Socket.IO does without (socket.io/docs/v4/memory-usage).
 */
function forgetArrival(socket: RingbackSocket): void {
  Object.assign(socket.conn, { request: undefined });
  Object.assign(socket, { handshake: forgotten });
}

function isAnswer(value: unknown): value is (result: Result<unknown>) => void {
  return typeof value === 'function';
}

function open({ http, proxies, helloMs, pingMs }: SocketsDeps): RingbackServer {
  return new Server(http, {
    transports: ['websocket'],
    wsEngine: CoalescingWebSocketServer,
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: bounds.messageBytes,
    pingInterval: pingMs,
    pingTimeout: pingMs,
    connectTimeout: helloMs,
    allowRequest: (request, decide) => {
      const isRefused = isForeign(request, proxies);
      decide(isRefused ? 'Not from this site.' : null, !isRefused);
    },
  });
}
