import { once } from 'node:events';
import { PROTOCOL, SignedIn, type RequestName, type Payload, type PushName } from '@ringback/protocol';
import * as v from 'valibot';
import { WebSocket } from 'ws';

/** Everything this generator needs of what it receives. */
const Answer = v.object({ ok: v.boolean() });
const Told = v.object({ phase: v.optional(v.string()), id: v.optional(v.string()) });

/** A push that came in: its name, and for a call its phase. */
export interface Heard {
  readonly name: string;
  readonly phase: string | undefined;
  readonly at: number;
}

/**
 * One connected device that speaks the little of Socket.IO that it needs. The ordinary client costs as much CPU time as
 * the server does: on two cores the generator would be measured, not the server.
 */
export class LeanSocket {
  readonly me: SignedIn;
  received = 0;
  readonly #ws: WebSocket;
  readonly #acks = new Map<number, (isOk: boolean) => void>();
  readonly #heard: Heard[] = [];
  #awaited: { isIt: (heard: Heard) => boolean; resolve: (heard: Heard) => void } | undefined;
  #nextId = 0;

  constructor(me: SignedIn, ws: WebSocket) {
    this.me = me;
    this.#ws = ws;
    ws.on('message', (data: Buffer) => this.#read(data.toString()));
  }

  #read(packet: string): void {
    if (packet === '2') return this.#ws.send('3');
    this.received += 1;
    if (packet.startsWith('43')) return this.#readAck(packet);
    if (packet.startsWith('42')) this.#readPush(packet);
  }

  #readAck(packet: string): void {
    const bracket = packet.indexOf('[');
    const id = Number(packet.slice(2, bracket));
    const [answer] = v.parse(v.tuple([Answer]), JSON.parse(packet.slice(bracket)));
    this.#acks.get(id)?.(answer.ok);
    this.#acks.delete(id);
  }

  #readPush(packet: string): void {
    const [name, told] = v.parse(v.tuple([v.string(), Told]), JSON.parse(packet.slice(2)));
    const heard = { name, phase: told.phase, at: performance.now() };
    const awaited = this.#awaited;
    if (awaited === undefined || !awaited.isIt(heard)) {
      this.#heard.push(heard);
      return;
    }
    this.#awaited = undefined;
    awaited.resolve(heard);
  }

  /** Sends a request and resolves once it was answered with yes. */
  request<N extends RequestName>(name: N, payload: Payload<N>): Promise<void> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#acks.set(id, (isOk) => (isOk ? resolve() : reject(new Error(`${name} was refused.`))));
      this.#ws.send(`42${id}${JSON.stringify([name, payload])}`);
    });
  }

  /** Resolves with the next push of this kind, be it here already. Only one is awaited at a time. */
  push(name: PushName, phase?: string): Promise<Heard> {
    const isIt = (heard: Heard): boolean =>
      heard.name === name && (phase === undefined || heard.phase === phase);
    const index = this.#heard.findIndex(isIt);
    const [found] = index < 0 ? [] : this.#heard.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => (this.#awaited = { isIt, resolve }));
  }

  /** Forgets pushes that nobody waited for. */
  forget(): void {
    this.#heard.length = 0;
  }

  close(): void {
    this.#ws.close();
  }
}

/** Signs a new guest in, connects, and says hello. */
export async function openDevice(url: string, name: string): Promise<LeanSocket> {
  const body = JSON.stringify({ name });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/session`, { method: 'POST', headers, body });
  const me = v.parse(SignedIn, await response.json());
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(ws, 'message');
  ws.send(`40${JSON.stringify({ token: me.token, protocol: PROTOCOL })}`);
  const [reply] = v.parse(v.looseTuple([v.instance(Buffer)]), await once(ws, 'message'));
  if (!reply.toString().startsWith('40')) throw new Error('The connection was refused.');
  const device = new LeanSocket(me, ws);
  await device.request('session:hello', {});
  return device;
}
