import {
  bounds,
  fail,
  handshakeRefusals,
  PROTOCOL,
  pushNames,
  type CarryingLink,
  type Data,
  type DeviceKind,
  type Payload,
  type ProfileId,
  type PushName,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import { io, type Socket } from 'socket.io-client';
import type { Clock, Random, ReconnectSignals } from '../platform/ports.ts';
import { readAnswer, readPush, type PushMessage } from './pushParser.ts';
import { awaitedAttempt, connectTimeoutMs, idleAttempt, type ConnectAttempt } from '../platform/backoff.ts';
import { answersOverHttp, messageOfRefusal, reasonOfRefusal, type FinalRefusal } from './offlineReason.ts';
import { readRetryDelayMs } from '../platform/readRetry.ts';
import type { Attachment, OfflineReason, SignalingClient } from './signalingClient.ts';

/** Attempts at which only HTTP got through, before websockets count as blocked. */
const enoughBlocked = 2;

/** The device that connects, and what the connection reports. */
export interface SocketConnectionOptions {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly token: string;
  readonly profile: ProfileId;
  readonly deviceKind: DeviceKind | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly reconnectSignals: ReconnectSignals;
  /** The links that carry media at the moment of a hello. */
  readonly carrying: () => CarryingLink[];
  /** Whether a call waits for the server, which is then tried more often. */
  readonly isAwaited: () => boolean;
  /** The server knows this device and answers its requests. */
  readonly onAttached: (attachment: Attachment) => void;
  /** The server cannot be reached; attempts go on. Reported until the next `onAttached` once for each reason. */
  readonly onDetached: (reason: OfflineReason | undefined) => void;
  /** The server rejects this device for good; no further attempt is made. */
  /** The server will not have this tab; `message` says why, where the user may read it. */
  readonly onRefused: (refusal: FinalRefusal, message?: string) => void;
  readonly onPush: (push: PushMessage) => void;
}

/**
 * The connection of a signed-in tab to the server.
 *
 * ```
 *   connecting ──connect──> greeting ──hello ok──> online
 *      ^  └─ error ─┐          │ hello failed         │ disconnect
 *      │            v          v                      │
 *      └──delay── waiting <────┴──────────────────────┘
 *
 *   unauthorized, protocol, close(): closed, for good
 * ```
 *
 * Socket.IO's own reconnection is off: it would hold back the first attempt for a second, give up on a server that
 * said goodbye, and keep what was sent meanwhile.
 */
export class SocketConnection implements SignalingClient {
  readonly #options: SocketConnectionOptions;
  readonly #socket: Socket;
  readonly #stopListening: () => void;
  #state: 'connecting' | 'greeting' | 'online' | 'waiting' | 'closed' = 'connecting';
  #attempts = 0;
  /** When the last attempt began. */
  #begunAt: number;
  #reported: 'nothing' | OfflineReason | 'unknownReason' = 'nothing';
  /** Why this tab closes a connection itself. */
  #reasonToLeave: OfflineReason | undefined;
  /** Attempts in a row at which no websocket opened although the server answered over HTTP. */
  #blocked = 0;
  #cancelRetry: () => void = () => {};

  constructor(options: SocketConnectionOptions) {
    this.#options = options;
    const { baseUrl, token, clock } = options;
    this.#begunAt = clock.now();
    this.#socket = io(baseUrl, {
      auth: { token, protocol: PROTOCOL, secondCalls: true },
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      timeout: connectTimeoutMs,
      transports: ['websocket'],
    });
    this.#stopListening = options.reconnectSignals.listen(() => this.#wakeUp());
    this.#listen();
    this.#socket.connect();
  }

  /** A list that the server is too busy to read is asked for again while the connection lasts. */
  readonly request = async <N extends RequestName>(
    name: N,
    payload: Payload<N>,
  ): Promise<Result<Data<N>>> => {
    const { clock, random } = this.#options;
    const { id } = this.#socket;
    for (let attempt = 0; this.#state === 'online' && this.#socket.id === id; attempt += 1) {
      const sentAt = clock.now();
      const answer = await this.#ask(name, payload);
      if (answer.ok) return answer;
      const { error } = answer;
      const tookMs = clock.now() - sentAt;
      const delayMs = readRetryDelayMs(name, { error, attempt, tookMs, fraction: random.fraction() });
      if (delayMs === undefined) return answer;
      await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
    }
    return fail('offline');
  };

  /** Closes the connection for good. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#cancelRetry();
    this.#stopListening();
    this.#socket.disconnect();
  }

  #listen(): void {
    this.#socket.on('connect', () => void this.#greet());
    this.#socket.on('disconnect', () => this.#disconnected());
    this.#socket.on('connect_error', (error) => this.#failed(error));
    for (const name of pushNames) this.#socket.on(name, (raw: unknown) => this.#pushed(name, raw));
  }

  #pushed(name: PushName, raw: unknown): void {
    const push = readPush(name, raw);
    if (push !== undefined && this.#state !== 'closed') this.#options.onPush(push);
  }

  #ask<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    return new Promise((resolve) => {
      this.#socket
        .timeout(bounds.requestTimeoutMs)
        .emit(name, payload, (error: Error | null, answer: unknown) => {
          if (error === null) resolve(readAnswer(name, answer));
          else resolve(fail(this.#socket.connected ? 'unavailable' : 'offline'));
        });
    });
  }

  async #greet(): Promise<void> {
    this.#state = 'greeting';
    const { id } = this.#socket;
    const carried = this.#options.carrying();
    const sentAt = this.#options.clock.now();
    const { profile, deviceKind } = this.#options;
    const hello = await this.#ask('session:hello', {
      profile,
      ...(deviceKind !== undefined && { kind: deviceKind }),
      ...(carried.length > 0 && { links: carried }),
    });
    if (this.#socket.id !== id || this.#state !== 'greeting') return;
    if (hello.ok)
      this.#attached({ hello: hello.data, sentAt, receivedAt: this.#options.clock.now(), carried });
    else if (hello.error.code === 'unauthorized') this.#refused('unauthorized');
    else {
      this.#reasonToLeave = hello.error.code === 'offline' ? undefined : 'serverBusy';
      this.#socket.disconnect();
    }
  }

  #attached(attachment: Attachment): void {
    this.#state = 'online';
    this.#attempts = 0;
    this.#reported = 'nothing';
    this.#blocked = 0;
    this.#options.onAttached(attachment);
  }

  #failed(error: Error): void {
    const refusal = handshakeRefusals.find((word) => word === error.message);
    const details = 'data' in error ? error.data : undefined;
    if (refusal !== undefined && refusal !== 'tooMany')
      return this.#refused(refusal, messageOfRefusal(details));
    const reason = reasonOfRefusal(refusal, details);
    const isUnopened = refusal === undefined && this.#state === 'connecting';
    if (!isUnopened) this.#blocked = 0;
    this.#lost(reason ?? (isUnopened && this.#blocked >= enoughBlocked ? 'noWebsockets' : undefined));
    if (isUnopened) void this.#probe(this.#attempts);
  }

  /** Twice in a row, because a server that has just restarted may answer right after an attempt. */
  async #probe(attempt: number): Promise<void> {
    const isBlocked = await answersOverHttp(this.#options);
    if (this.#attempts !== attempt) return;
    this.#blocked = isBlocked ? this.#blocked + 1 : 0;
    if (this.#state === 'waiting' && this.#blocked >= enoughBlocked) this.#report('noWebsockets');
  }

  /**
   * Socket.IO takes a connection for dead when the wall clock jumps, and keeps what is requested from then on for the next
   * connection, where it would come before the hello and be refused. Without that, it fails as `offline`.
   */
  #disconnected(): void {
    this.#socket.sendBuffer = [];
    const reason = this.#reasonToLeave;
    this.#reasonToLeave = undefined;
    this.#lost(reason);
  }

  #refused(refusal: FinalRefusal, message?: string): void {
    this.close();
    this.#options.onRefused(refusal, message);
  }

  #lost(reason?: OfflineReason): void {
    if (this.#state === 'closed') return;
    this.#state = 'waiting';
    const { delayMs, timeoutMs } = this.#nextAttempt();
    this.#socket.io.timeout(timeoutMs);
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(delayMs, () => this.#retry());
    this.#attempts += 1;
    this.#report(reason);
  }

  #report(reason: OfflineReason | undefined): void {
    const reported = reason ?? 'unknownReason';
    if (this.#reported === reported) return;
    this.#reported = reported;
    this.#options.onDetached(reason);
  }

  #nextAttempt(): ConnectAttempt {
    const { clock, random, isAwaited } = this.#options;
    const fraction = random.fraction();
    if (!isAwaited()) return idleAttempt(this.#attempts, fraction);
    return awaitedAttempt(this.#attempts, fraction, clock.now() - this.#begunAt);
  }

  #retry(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'connecting';
    this.#begunAt = this.#options.clock.now();
    this.#socket.connect();
  }

  #wakeUp(): void {
    this.#cancelRetry();
    this.#retry();
  }
}
