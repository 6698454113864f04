import { once } from 'node:events';
import {
  bounds,
  PROTOCOL,
  pushes,
  requests,
  SignedIn,
  WireError,
  type Data,
  type Payload,
  type Push,
  type PushName,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import { WebSocket } from 'ws';

/** How a request ended. `unanswered`: no answer came in time. */
export type RawOutcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unanswered' };

/** Whether the server accepted a connection; `reason` is one of `handshakeRefusals`, or undefined if it just closed. */
export type Admission =
  { readonly kind: 'connected' } | { readonly kind: 'refused'; readonly reason: string | undefined };

/** Called with each push, unchecked. */
export type OnPush = (name: string, payload: unknown) => void;

export interface RawClientOptions {
  readonly onPush?: OnPush;
  /** Headers of the request that opens the websocket, such as `origin`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long a request may take, in ms; the client's own limit by default. */
  readonly timeoutMs?: number;
  /** Whether the device says that it shows a second call beside the one it is in. */
  readonly secondCalls?: boolean;
  /** The address to connect from, for limits by address. */
  readonly localAddress?: string;
}

/** Packet types of Engine.IO 4, and of Socket.IO 5 inside its message packets (`4`). */
const packets = {
  opened: '0',
  ping: '2',
  pong: '3',
  connected: '40',
  disconnected: '41',
  event: '42',
  acknowledgement: '43',
  refused: '44',
} as const;

const Refusal = v.object({ message: v.string() });

/**
 * A client with only as much of Engine.IO and Socket.IO as a device needs, which can also send malformed data.
 * socket.io-client cannot, and uses as much CPU time as the server under load.
 */
export class RawClient {
  /** Resolves once the connection is closed. */
  readonly closed: Promise<void>;
  readonly #ws: WebSocket;
  readonly #onPush: OnPush;
  readonly #timeoutMs: number;
  readonly #pending = new Map<number, (outcome: RawOutcome) => void>();
  readonly #admission = Promise.withResolvers<Admission>();
  #nextId = 0;
  #received = { messages: 0, bytes: 0 };
  #answersPings = true;

  private constructor(
    ws: WebSocket,
    { onPush = () => {}, timeoutMs = bounds.requestTimeoutMs }: RawClientOptions,
  ) {
    this.#ws = ws;
    this.#onPush = onPush;
    this.#timeoutMs = timeoutMs;
    this.closed = new Promise((resolve) => ws.once('close', () => resolve()));
    void this.closed.then(() => this.#onClosed());
    ws.on('message', (data: Buffer) => this.#read(data));
  }

  /**
   * Opens a websocket to a server. Call `present` to sign it in.
   * @throws {Error} when the server does not open an Engine.IO session.
   */
  static async open(url: string, options: RawClientOptions = {}): Promise<RawClient> {
    const { headers, localAddress } = options;
    const address = new URL('/socket.io/?EIO=4&transport=websocket', url.replace(/^http/, 'ws'));
    const ws = new WebSocket(address, {
      perMessageDeflate: false,
      ...(headers !== undefined && { headers }),
      ...(localAddress !== undefined && { localAddress }),
    });
    const first = firstMessage(ws);
    // From here on an error is always followed by a close.
    ws.on('error', () => {});
    const message = await first;
    if (!message.startsWith(packets.opened)) throw new Error('The server did not open the connection.');
    return new RawClient(ws, options);
  }

  /** Messages and bytes received so far, without pings. */
  get received(): { readonly messages: number; readonly bytes: number } {
    return this.#received;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /** Presents credentials, usually `{ token, protocol }`. */
  present(auth: unknown): Promise<Admission> {
    this.send(`${packets.connected}${JSON.stringify(auth)}`);
    return this.#admission.promise;
  }

  /** Sends anything as a text message or, from a buffer, as a binary one. */
  send(message: string | Buffer): void {
    if (this.isOpen) this.#ws.send(message);
  }

  /** Sends an event without a callback for an answer. */
  emit(name: string, ...payload: readonly unknown[]): void {
    this.send(`${packets.event}${JSON.stringify([name, ...payload])}`);
  }

  /** Makes a request; neither its name nor its payload need be valid. */
  request(name: string, ...payload: readonly unknown[]): Promise<RawOutcome> {
    return this.ask(JSON.stringify([name, ...payload]));
  }

  /** Sends a body with a callback for an answer; it need not be a request, or even JSON. */
  ask(body: string, timeoutMs = this.#timeoutMs): Promise<RawOutcome> {
    if (!this.isOpen) return Promise.resolve({ kind: 'closed' });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, { kind: 'unanswered' }), timeoutMs);
      this.#pending.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
      this.#ws.send(`${packets.event}${id}${body}`);
    });
  }

  /** Simulates a lost network: the server gets no more pongs, although nothing is closed. */
  stopAnsweringPings(): void {
    this.#answersPings = false;
  }

  /** Leaves what the server sends unread until `resumeReading`. */
  stopReading(): void {
    this.#ws.pause();
  }

  resumeReading(): void {
    this.#ws.resume();
  }

  /** Disconnects like a page that closes. */
  close(): void {
    this.send(packets.disconnected);
    this.#ws.close();
  }

  #read(data: Buffer): void {
    const packet = data.toString();
    if (packet === packets.ping) {
      if (this.#answersPings) this.#ws.send(packets.pong);
      return;
    }
    this.#received.messages += 1;
    this.#received.bytes += data.length;
    switch (packet.slice(0, 2)) {
      case packets.acknowledgement:
        return this.#readAnswer(packet);
      case packets.event:
        return this.#readPush(packet);
      case packets.connected:
        return this.#admission.resolve({ kind: 'connected' });
      case packets.refused:
        return this.#readRefusal(packet);
    }
  }

  #readAnswer(packet: string): void {
    const bracket = packet.indexOf('[');
    const [answer] = parseList(packet.slice(bracket));
    this.#settle(Number(packet.slice(2, bracket)), { kind: 'answered', answer });
  }

  #readPush(packet: string): void {
    const [name, payload] = parseList(packet.slice(2));
    if (typeof name === 'string') this.#onPush(name, payload);
  }

  #readRefusal(packet: string): void {
    const body = packet.slice(packets.refused.length);
    // The refusal of another namespace, which only a fuzz test opens.
    if (body.startsWith('/')) return;
    const { message } = v.parse(Refusal, JSON.parse(body));
    this.#admission.resolve({ kind: 'refused', reason: message });
  }

  #settle(id: number, outcome: RawOutcome): void {
    const settle = this.#pending.get(id);
    this.#pending.delete(id);
    settle?.(outcome);
  }

  #onClosed(): void {
    this.#admission.resolve({ kind: 'refused', reason: undefined });
    for (const id of this.#pending.keys()) this.#settle(id, { kind: 'closed' });
  }
}

async function firstMessage(ws: WebSocket): Promise<string> {
  const [first] = await Promise.race([once(ws, 'message'), once(ws, 'close').then(() => [])]);
  return String(first);
}

function parseList(json: string): readonly unknown[] {
  const value: unknown = JSON.parse(json);
  if (!isList(value)) throw new Error(`A packet holds no list: ${json.slice(0, 100)}`);
  return value;
}

/** `Array.isArray` alone would narrow to a list of anything. A schema would cost benchmarks a copy of each packet. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/**
 * Signs in as a guest on a new device.
 * @throws {Error} with the status when the server refuses.
 */
export async function signInGuest(url: string, name: string, claim?: string): Promise<SignedIn> {
  const response = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claim === undefined ? { name } : { name, claim }),
  });
  if (!response.ok) throw new Error(`The sign-in was answered with ${response.status}.`);
  return v.parse(SignedIn, await response.json());
}

/** Waits for a push; `take` returns whether it accepts the push. */
interface PushWaiter {
  readonly name: string;
  readonly take: (payload: unknown) => boolean;
}

/** A signed-in connection, typed by the wire table. Throws if the server breaks that contract. */
export class RawDevice {
  readonly signedIn: SignedIn;
  readonly client: RawClient;
  readonly #waiters: Set<PushWaiter>;

  private constructor(signedIn: SignedIn, client: RawClient, waiters: Set<PushWaiter>) {
    this.signedIn = signedIn;
    this.client = client;
    this.#waiters = waiters;
  }

  /**
   * Connects a device without a hello, which is the first request of every device.
   * @throws {Error} with the reason when the server refuses.
   */
  static async connect(url: string, signedIn: SignedIn, options: RawClientOptions = {}): Promise<RawDevice> {
    const waiters = new Set<PushWaiter>();
    const client = await RawClient.open(url, {
      ...options,
      onPush: (name, payload) => {
        options.onPush?.(name, payload);
        for (const waiter of waiters)
          if (waiter.name === name && waiter.take(payload)) waiters.delete(waiter);
      },
    });
    const { secondCalls = false } = options;
    const admission = await client.present({ token: signedIn.token, protocol: PROTOCOL, secondCalls });
    if (admission.kind === 'refused')
      throw new Error(admission.reason ?? 'The server closed the connection.');
    return new RawDevice(signedIn, client, waiters);
  }

  get userId(): SignedIn['me']['id'] {
    return this.signedIn.me.id;
  }

  get deviceId(): SignedIn['device']['id'] {
    return this.signedIn.device.id;
  }

  /** Makes a request; `offline` if the server was silent or closed the connection before it answered. */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    const outcome = await this.client.request(name, payload);
    if (outcome.kind !== 'answered') return { ok: false, error: { code: 'offline', message: outcome.kind } };
    return readAnswer(name, outcome.answer);
  }

  /**
   * Makes a request that the server must grant.
   * @throws {Error} with the code when it does not.
   */
  async must<N extends RequestName>(name: N, payload: Payload<N>): Promise<Data<N>> {
    const result = await this.request(name, payload);
    if (!result.ok) throw new Error(`${name} was answered with ${result.error.code}.`);
    return result.data;
  }

  /**
   * The next push of a name that matches. Call it before what causes the push, because earlier pushes are not stored.
   * @throws {Error} when none comes in time.
   */
  next<N extends PushName>(
    name: N,
    matches: (payload: Push<N>) => boolean = () => true,
    timeoutMs: number = bounds.requestTimeoutMs,
  ): Promise<Push<N>> {
    const schema: v.GenericSchema<unknown, Push<N>> = pushes[name];
    return new Promise((resolve, reject) => {
      const take = (payload: unknown): boolean => {
        const push = v.parse(schema, payload);
        if (!matches(push)) return false;
        clearTimeout(timer);
        resolve(push);
        return true;
      };
      const waiter = { name, take };
      this.#waiters.add(waiter);
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`No matching ${name} came in ${timeoutMs} ms.`));
      }, timeoutMs);
    });
  }

  close(): void {
    this.client.close();
  }
}

const Refused = v.object({ ok: v.literal(false), error: WireError });

/**
 * Checks an answer by its schema.
 * @throws {Error} when the server breaks the contract.
 */
function readAnswer<N extends RequestName>(name: N, answer: unknown): Result<Data<N>> {
  if (!isResult(name, answer))
    throw new Error(`${name} was answered against its schema: ${JSON.stringify(answer)}`);
  return answer;
}

/** A check instead of a parse, so that tests still see fields that the schema does not name. */
function isResult<N extends RequestName>(name: N, answer: unknown): answer is Result<Data<N>> {
  return v.is(v.union([v.object({ ok: v.literal(true), data: requests[name].data }), Refused]), answer);
}
