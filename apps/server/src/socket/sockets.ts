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
import type { AttachedDevices } from '../devices/attached.ts';
import { arrivalOf, isForeign } from '../http/address.ts';
import type { Log } from '../platform/log.ts';
import { Admissions } from './admission.ts';
import { BundlingServer } from './bundling.ts';
import { Budget, type RequestRate } from './budget.ts';
import type { Door } from './door.ts';
import { Greetings } from './greetings.ts';
import { Session, type RingbackServer, type RingbackSocket } from './session.ts';

/** What the socket side works with. */
export interface SocketsParts {
  readonly http: HttpServer;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly door: Door;
  readonly limits: Limits;
  readonly proxies: number;
  readonly helloMs: number;
  readonly pingMs: number;
  readonly log: Log;
  readonly now: () => number;
  /** A device is gone: its page (`closed`), or its network (`silent`). */
  readonly onGone: (device: Session, how: 'closed' | 'silent') => void;
}

/** A socket that goes on sending although it is told to wait is closed after so many refusals in a row. */
const patience = 1_000;

/** How long closing may take. */
const farewellMs = 1_000;

/** Listens for sockets, and brings what they say to the door. */
export class Sockets {
  readonly #parts: SocketsParts;
  readonly #rate: RequestRate;
  readonly #io: RingbackServer;
  readonly #admissions: Admissions;
  readonly #greetings: Greetings<Session>;
  #state: 'open' | 'stopping' = 'open';

  constructor(parts: SocketsParts) {
    const { limits, helloMs, now } = parts;
    this.#parts = parts;
    this.#rate = { perSecond: limits.requestsPerSecond, burst: limits.requestBurst };
    this.#admissions = new Admissions(parts.accounts, limits, parts.proxies);
    this.#greetings = new Greetings(helloMs, now, (session) => this.#onSilence(session));
    this.#io = open(parts);
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', (socket) => this.#onConnection(socket));
  }

  /** Ends all connections of a device for good, also those that have not said hello yet. */
  dismiss(deviceId: DeviceId): void {
    for (const socket of this.#io.of('/').sockets.values()) {
      if (socket.data.session?.deviceId === deviceId) socket.disconnect(true);
    }
  }

  /** Takes no more requests; those under way are still answered. */
  refuse(): void {
    this.#state = 'stopping';
    this.#greetings.stop();
  }

  /** Closes all sockets and the HTTP server below them. Their devices are not gone: they will be back. */
  async close(): Promise<void> {
    this.refuse();
    await this.#farewell();
    await this.#io.close();
  }

  /** Lets every answer leave before its socket is closed; who does not take it in time is cut off. */
  async #farewell(): Promise<void> {
    for (const socket of this.#io.of('/').sockets.values()) socket.conn.close();
    const end = this.#parts.now() + farewellMs;
    while (this.#io.engine.clientsCount > 0 && this.#parts.now() < end) await delay(farewellMs / 100);
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
      this.#parts.log.error({ err }, 'handshake failed');
      return 'tooMany';
    }
  }

  async #open(socket: RingbackSocket): Promise<HandshakeRefusal | undefined> {
    const admission = await this.#admissions.admit(socket.handshake.auth, socket.request);
    if (admission.kind === 'refused') return admission.refusal;
    const release = (): void => this.#admissions.release(admission);
    if (socket.conn.readyState === 'open') socket.conn.once('close', release);
    else release();
    const arrival = arrivalOf(socket.request, this.#parts.proxies);
    const budget = new Budget(this.#rate, this.#parts.now());
    socket.data.session = new Session(socket, { ...admission.device, arrival }, budget);
    return undefined;
  }

  #onConnection(socket: RingbackSocket): void {
    const { session } = socket.data;
    if (session === undefined) {
      socket.disconnect(true);
      return;
    }
    forgetArrival(socket);
    this.#greetings.await(session);
    socket.onAny((...message: unknown[]) => this.#onMessage(session, message));
    socket.on('disconnect', (reason) => {
      socket.conn.close();
      this.#onDisconnect(session, reason);
    });
  }

  #onSilence(session: Session): void {
    if (!this.#parts.devices.isCurrent(session)) session.dismiss();
  }

  /** Every message is a request, and its last part the way to answer; one that cannot be answered is dropped. */
  #onMessage(session: Session, message: readonly unknown[]): void {
    const answer = message.at(-1);
    const retryAfterMs = session.budget.take(this.#rate, this.#parts.now());
    if (retryAfterMs > 0) {
      this.#refuse(session, answer, retryAfterMs);
      return;
    }
    session.refusedInARow = 0;
    if (!isAnswer(answer)) return;
    if (this.#state === 'stopping') {
      answer(fail('unavailable'));
      return;
    }
    const outcome = this.#parts.door(session, message[0], message.slice(1, -1));
    if (outcome instanceof Promise) void outcome.then(answer);
    else answer(outcome);
  }

  #refuse(session: Session, answer: unknown, retryAfterMs: number): void {
    session.refusedInARow += 1;
    if (session.refusedInARow > patience) session.dismiss();
    else if (isAnswer(answer)) answer(fail('tooMany', { retryAfterMs }));
  }

  #onDisconnect(session: Session, reason: string): void {
    this.#greetings.settle(session);
    if (this.#state === 'stopping' || !this.#parts.devices.detach(session)) return;
    this.#parts.onGone(session, reason === 'ping timeout' ? 'silent' : 'closed');
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

function open({ http, proxies, helloMs, pingMs }: SocketsParts): RingbackServer {
  return new Server(http, {
    transports: ['websocket'],
    wsEngine: BundlingServer,
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
