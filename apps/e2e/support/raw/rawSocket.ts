import { once } from 'node:events';
import { bounds } from '@ringback/protocol';
import { WebSocket } from 'ws';

/** What became of a request. `unanswered`: there was no word of it in time. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unanswered' };

/** Told of every push, as it came over the wire. */
export type OnPush = (name: string, payload: unknown) => void;

const text = {
  opened: '0',
  ping: '2',
  pong: '3',
  connected: '40',
  disconnected: '41',
  event: '42',
  acknowledgement: '43',
  refused: '44',
} as const;

/**
 * One websocket that speaks the little of Engine.IO 4 and Socket.IO 5 that a device needs, and lets say on it whatever
 * one likes. The ordinary client sends nothing malformed, and costs as much CPU time as the server does.
 */
export class RawSocket {
  /** Resolves once the connection is gone. */
  readonly closed: Promise<void>;
  readonly #ws: WebSocket;
  readonly #onPush: OnPush;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #admission = Promise.withResolvers<'connected' | 'refused'>();
  #nextId = 0;
  #received = { messages: 0, bytes: 0 };

  constructor(ws: WebSocket, onPush: OnPush) {
    this.#ws = ws;
    this.#onPush = onPush;
    this.closed = new Promise((resolve) => ws.once('close', () => resolve()));
    void this.closed.then(() => this.#giveUp());
    ws.on('message', (data: Buffer) => this.#read(data));
  }

  /** What has come in so far, pings apart. */
  get received(): { readonly messages: number; readonly bytes: number } {
    return this.#received;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /** Sends anything at all, as text or, from a buffer, as a binary message. */
  send(message: string | Buffer): void {
    if (this.isOpen) this.#ws.send(message);
  }

  /** Presents who this is, and says whether the server lets them in. */
  present(auth: unknown): Promise<'connected' | 'refused'> {
    this.send(`${text.connected}${JSON.stringify(auth)}`);
    return this.#admission.promise;
  }

  /** Makes a request, be it a good one or not. */
  request(name: string, payload: unknown, patienceMs?: number): Promise<Outcome> {
    return this.ask(JSON.stringify([name, payload]), patienceMs);
  }

  /** Sends what need not be a request, or JSON, as one that wants an answer. */
  ask(body: string, patienceMs: number = bounds.requestTimeoutMs): Promise<Outcome> {
    if (!this.isOpen) return Promise.resolve({ kind: 'closed' });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, { kind: 'unanswered' }), patienceMs);
      this.#waiting.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
      this.#ws.send(`${text.event}${id}${body}`);
    });
  }

  close(): void {
    this.#ws.close();
  }

  #read(data: Buffer): void {
    const packet = data.toString();
    if (packet === text.ping) return this.#ws.send(text.pong);
    this.#received.messages += 1;
    this.#received.bytes += data.length;
    switch (packet.slice(0, 2)) {
      case text.acknowledgement:
        return this.#readAnswer(packet);
      case text.event:
        return this.#readPush(packet);
      case text.connected:
        return this.#admission.resolve('connected');
      case text.refused:
        return this.#admission.resolve('refused');
    }
  }

  #readAnswer(packet: string): void {
    const bracket = packet.indexOf('[');
    const [answer] = listIn(packet.slice(bracket));
    this.#settle(Number(packet.slice(2, bracket)), { kind: 'answered', answer });
  }

  #readPush(packet: string): void {
    const [name, payload] = listIn(packet.slice(2));
    if (typeof name === 'string') this.#onPush(name, payload);
  }

  #settle(id: number, outcome: Outcome): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(outcome);
  }

  #giveUp(): void {
    this.#admission.resolve('refused');
    for (const id of this.#waiting.keys()) this.#settle(id, { kind: 'closed' });
  }
}

/** Opens a websocket to a server; nobody is presented on it yet. */
export async function openRawSocket(url: string, onPush: OnPush = () => {}): Promise<RawSocket> {
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const ws = new WebSocket(address, { perMessageDeflate: false });
  // From here on an error is followed by a close, which says all that is needed.
  ws.on('error', () => {});
  const [first] = await Promise.race([once(ws, 'message'), once(ws, 'close').then(() => [])]);
  if (!String(first).startsWith(text.opened)) throw new Error('The server did not open the connection.');
  return new RawSocket(ws, onPush);
}

function listIn(json: string): readonly unknown[] {
  const value: unknown = JSON.parse(json);
  return isList(value) ? value : [];
}

/** `Array.isArray` alone would make a list of anything of it. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
