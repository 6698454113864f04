import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bounds,
  defaultLimits,
  fail,
  type DeviceId,
  type Limits,
  type Result,
  type UserId,
} from '@ringback/protocol';
import { Server } from 'socket.io';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Offenders } from '../platform/load/offenders.ts';
import { OnePerTurn } from '../platform/load/onePerTurn.ts';
import { ForbiddenError, UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { misdirectedHelp, type HostPolicy } from '../platform/origin/hostPolicy.ts';
import { originOf, rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { perSecond, TokenBucket, type Rate } from '../platform/tokenBucket.ts';
import { ConnectionLimiter, type Admission, type Authenticate } from './connectionLimiter.ts';
import { DeviceSocket, type RingbackServer, type RingbackSocket } from './deviceSocket.ts';
import { unreadBytesOf } from './frameCoalescing.ts';
import { limitedWebSocketServer } from './frameLimits.ts';
import { HelloTimeout, patience } from './helloTimeout.ts';
import { createPacketParser } from './packetParser.ts';
import type { RequestDispatcher } from './requestDispatcher.ts';

export interface SocketsDeps {
  readonly http: HttpServer;
  readonly authenticate: Authenticate;
  readonly devices: AttachedDevices;
  readonly dispatch: RequestDispatcher;
  readonly limits: Limits;
  readonly proxies: number;
  readonly hostPolicy: HostPolicy;
  readonly helloMs: number;
  readonly pingMs: number;
  readonly log: Log;
  readonly now: () => number;
  /** Addresses whose connections had to be cut. */
  readonly offenders: Offenders;
  /** Called when a device is gone: its page (`closed`), or its network (`silent`). */
  readonly onGone: (device: DeviceSocket, how: 'closed' | 'silent') => void;
}

type Refused = Extract<Admission, { readonly kind: 'refused' }>;

/** A socket that ignores the rate limit is closed after so many refusals, less those that are forgiven with time. */
const refusals = perSecond(20, 200);

/** How long a stopping server waits for sockets to take their last answers. */
const drainMs = 1_000;

/** Accepts sockets, and passes their requests to the dispatcher. */
export class Sockets {
  readonly #deps: SocketsDeps;
  readonly #requestRate: Rate;
  readonly #io: RingbackServer;
  readonly #connectionLimiter: ConnectionLimiter;
  readonly #helloTimeout: HelloTimeout<DeviceSocket>;
  #state: 'open' | 'stopping' = 'open';

  constructor(deps: SocketsDeps) {
    const { limits, helloMs, now } = deps;
    this.#deps = deps;
    this.#requestRate = perSecond(limits.requestsPerSecond, limits.requestBurst);
    this.#connectionLimiter = new ConnectionLimiter(deps);
    this.#helloTimeout = new HelloTimeout(helloMs, now, (device) => this.#onHelloTimeout(device));
    this.#io = openServer(deps, this.#connectionLimiter);
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', (socket) => this.#onConnection(socket));
  }

  /** Closes all connections of devices for good, including those that have not said hello yet. */
  disconnect(devices: ReadonlySet<DeviceId>): void {
    for (const socket of this.#io.of('/').sockets.values()) {
      const device = socket.data.deviceSocket;
      if (device !== undefined && devices.has(device.deviceId)) socket.disconnect(true);
    }
  }

  /** Closes all connections of a user for good. */
  disconnectUser(userId: UserId): void {
    for (const socket of this.#io.of('/').sockets.values()) {
      if (socket.data.deviceSocket?.userId === userId) socket.disconnect(true);
    }
  }

  /** How many sockets are open. */
  get count(): number {
    return this.#io.engine.clientsCount;
  }

  /** Refuses new requests; pending ones are still answered. */
  refuse(): void {
    this.#state = 'stopping';
    this.#helloTimeout.stop();
  }

  /** Closes all sockets and the HTTP server below them. Their devices do not count as gone, because they will reconnect. */
  async close(): Promise<void> {
    this.refuse();
    await this.#drain();
    await this.#io.close();
  }

  /** Sends all answers before the sockets are closed. Sockets that take longer than `drainMs` are not waited for. */
  async #drain(): Promise<void> {
    for (const socket of this.#io.of('/').sockets.values()) socket.conn.close();
    const end = this.#deps.now() + drainMs;
    while (this.#io.engine.clientsCount > 0 && this.#deps.now() < end) await delay(drainMs / 100);
  }

  /** A refused connection is closed, because it may ask only once. */
  async #admit(socket: RingbackSocket, next: (refusal?: Error) => void): Promise<void> {
    const refusal = await this.#refusalOf(socket);
    if (refusal === undefined) return next();
    next(Object.assign(new Error(refusal.refusal), { data: refusal.details }));
    // Socket.IO sends the refusal in the next tick.
    setImmediate(() => socket.conn.close());
  }

  /** An error of the server is reported as `tooMany`, because a client waits and tries again after that. */
  async #refusalOf(socket: RingbackSocket): Promise<Refused | undefined> {
    try {
      return await this.#signIn(socket);
    } catch (err) {
      if (err instanceof ForbiddenError)
        return { kind: 'refused', refusal: 'forbidden', details: { message: err.message } };
      const isExpected = err instanceof UnavailableError && err.isExpected;
      if (!isExpected) this.#deps.log.error({ err }, 'handshake failed');
      return { kind: 'refused', refusal: 'tooMany' };
    }
  }

  async #signIn(socket: RingbackSocket): Promise<Refused | undefined> {
    const admission = await this.#connectionLimiter.admit(socket.handshake.auth, socket.request);
    if (admission.kind === 'refused') return admission;
    const release = (): void => this.#connectionLimiter.release(admission);
    if (socket.conn.readyState === 'open') socket.conn.once('close', release);
    else release();
    const origin = originOf(socket.request, this.#deps.proxies);
    const requestBucket = new TokenBucket(this.#requestRate, this.#deps.now());
    const identity = { ...admission.device, origin, unreadBytes: unreadBytesOf(socket.request) };
    socket.data.deviceSocket = new DeviceSocket(socket, identity, requestBucket);
    return undefined;
  }

  #onConnection(socket: RingbackSocket): void {
    const device = socket.data.deviceSocket;
    if (device === undefined) {
      socket.disconnect(true);
      return;
    }
    dropHandshake(socket);
    this.#helloTimeout.watch(device);
    socket.onAny((...message: unknown[]) => this.#onMessage(device, message));
    // Without a listener Socket.IO prints every malformed packet.
    socket.on('error', () => {});
    socket.on('disconnect', (reason) => {
      socket.conn.close();
      this.#onDisconnect(device, reason);
    });
  }

  #onHelloTimeout(device: DeviceSocket): void {
    if (!this.#deps.devices.isCurrent(device)) device.disconnect();
  }

  /** A message is a request whose last item is the callback for its answer. Without a callback it is dropped. */
  #onMessage(device: DeviceSocket, message: readonly unknown[]): void {
    const answer = message.at(-1);
    const retryAfterMs = device.requestBucket.take(this.#requestRate, this.#deps.now());
    if (retryAfterMs > 0) {
      this.#onRateExceeded(device, answer, retryAfterMs);
      return;
    }
    if (!isCallback(answer)) return;
    if (this.#state === 'stopping') {
      answer(fail('unavailable'));
      return;
    }
    const result = this.#deps.dispatch(device, message[0], message.slice(1, -1));
    if (result instanceof Promise) void result.then(answer);
    else answer(result);
  }

  #onRateExceeded(device: DeviceSocket, answer: unknown, retryAfterMs: number): void {
    const now = this.#deps.now();
    device.refusals ??= new TokenBucket(refusals, now);
    if (device.refusals.take(refusals, now) > 0) device.disconnect();
    else if (isCallback(answer)) answer(fail('tooMany', { retryAfterMs }));
  }

  #onDisconnect(device: DeviceSocket, reason: string): void {
    this.#helloTimeout.cancel(device);
    if (this.#state === 'stopping' || !this.#deps.devices.detach(device)) return;
    this.#deps.onGone(device, reason === 'ping timeout' ? 'silent' : 'closed');
  }
}

const noHandshake = Object.freeze({});

/**
 * Releases the HTTP request of a socket and the token in its handshake, which are a fifth of the memory of an idle
 * socket. Socket.IO works without them (socket.io/docs/v4/memory-usage).
 */
function dropHandshake(socket: RingbackSocket): void {
  Object.assign(socket.conn, { request: undefined });
  Object.assign(socket, { handshake: noHandshake });
}

function isCallback(value: unknown): value is (result: Result<unknown>) => void {
  return typeof value === 'function';
}

/** Twice the requests that are answered before a socket is closed, because a device also sends a pong now and then. */
function framesOf({ requestsPerSecond, requestBurst }: Limits): Rate {
  return perSecond(2 * (requestsPerSecond + refusals.refill), 2 * (requestBurst + refusals.burst));
}

const misdirectedResponse = [
  'HTTP/1.1 421 Misdirected Request',
  'Connection: close',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(misdirectedHelp)}`,
  '',
  misdirectedHelp,
].join('\r\n');

function openServer(
  { http, hostPolicy, helloMs, pingMs, limits, now, proxies, offenders }: SocketsDeps,
  connectionLimiter: ConnectionLimiter,
): RingbackServer {
  const turns = new OnePerTurn();
  http.on('upgrade', cutOtherUpgrades);
  return new Server(http, {
    transports: ['websocket'],
    wsEngine: limitedWebSocketServer({
      rate: framesOf(limits),
      now,
      onCut: (request) => offenders.add(rateLimitAddress(request, proxies)),
    }),
    serveClient: false,
    destroyUpgrade: false,
    perMessageDeflate: false,
    maxHttpBufferSize: bounds.messageBytes,
    pingInterval: pingMs,
    pingTimeout: pingMs,
    connectTimeout: patience * helloMs,
    parser: createPacketParser({ bytesPerSecond: packetBytesPerSecond(limits), now }),
    allowRequest: (request, decide) => {
      const isOffender = offenders.has(rateLimitAddress(request, proxies));
      if (!isOffender && connectionLimiter.takeHandshake(request))
        turns.add(() => answer(hostPolicy, request, decide));
      else decide('Too many connections.', false);
    },
  });
}

/** A host who allows a socket more requests means their bytes, too. */
function packetBytesPerSecond({ signalBytesPerSecond, requestsPerSecond }: Limits): number {
  return signalBytesPerSecond * Math.max(1, requestsPerSecond / defaultLimits.requestsPerSecond);
}

/** Engine.IO would only half close these, and not if the connection was used before. */
function cutOtherUpgrades({ url }: IncomingMessage, stream: Duplex): void {
  if (url?.startsWith('/socket.io/') !== true) stream.destroy();
}

function answer(
  hostPolicy: HostPolicy,
  request: IncomingMessage,
  decide: (refusal: string | null, isAllowed: boolean) => void,
): void {
  switch (hostPolicy(request)) {
    case 'answered':
      decide(null, true);
      break;
    case 'crossSite':
      decide('Not from this site.', false);
      break;
    case 'misdirected':
      // Engine.IO answers every refused upgrade with 400, so this one never gets to it.
      request.socket.end(misdirectedResponse);
      request.socket.destroySoon();
  }
}
