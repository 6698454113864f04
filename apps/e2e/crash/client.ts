import {
  bounds,
  type CallId,
  fail,
  ok,
  PROTOCOL,
  requests,
  SignedIn,
  WireCall,
  WireError,
  type Data,
  type Payload,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import { io, type Socket } from 'socket.io-client';
import * as v from 'valibot';

const Granted = v.object({ ok: v.literal(true), data: v.unknown() });
const Refused = v.object({ ok: v.literal(false), error: WireError });

/** How long a request may take while the server is alive; one that dies with the server is given up by the disconnect. */
const patienceMs = 5_000;

/** A device that outlives crashes: it connects anew and knows what it was told. */
export class Client {
  readonly signedIn: SignedIn;
  readonly #url: string;
  readonly #onAck: (call: WireCall) => void;
  readonly #live = new Map<CallId, WireCall>();
  #socket: Socket | undefined;

  /** `onAck` is told every call that the server has acknowledged. */
  constructor(url: string, signedIn: SignedIn, onAck: (call: WireCall) => void) {
    this.#url = url;
    this.signedIn = signedIn;
    this.#onAck = onAck;
  }

  async connect(): Promise<void> {
    this.#socket?.close();
    this.#live.clear();
    const socket: Socket = io(this.#url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token: this.signedIn.token, protocol: PROTOCOL },
    });
    this.#socket = socket;
    socket.on('call:changed', (call: unknown) => this.#note(v.parse(WireCall, call)));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const hello = await this.request('session:hello', {});
    if (!hello.ok) throw new Error(`The hello was answered with ${hello.error.code}.`);
    hello.data.calls.forEach((call) => this.#note(call));
  }

  #note(call: WireCall): void {
    if (call.phase === 'ended') this.#live.delete(call.id);
    else this.#live.set(call.id, call);
  }

  /** Calls of this user that are not over, as far as this device was told. */
  live(): readonly CallId[] {
    return [...this.#live.keys()];
  }

  /** The server's answer; `offline` if it died first. */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    const socket = this.#socket;
    if (socket === undefined || !socket.connected) return fail('offline');
    try {
      const answer: unknown = await socket.timeout(patienceMs).emitWithAck(name, payload);
      return readAnswer(name, answer);
    } catch {
      return fail('offline');
    }
  }

  /** A request about a call; what the server acknowledges is remembered. */
  async onCall(
    name:
      | 'call:place'
      | 'call:ringing'
      | 'call:accept'
      | 'call:decline'
      | 'call:end'
      | 'call:linkUp'
      | 'call:get',
    payload: Payload<typeof name>,
  ): Promise<Result<WireCall>> {
    const result = await this.request(name, payload);
    if (result.ok && name !== 'call:get') this.#onAck(result.data);
    return result;
  }

  close(): void {
    this.#socket?.close();
  }
}

function readAnswer<N extends RequestName>(name: N, answer: unknown): Result<Data<N>> {
  const refused = v.safeParse(Refused, answer);
  if (refused.success) return refused.output;
  const { data } = v.parse(Granted, answer);
  const schema: v.GenericSchema<unknown, Data<N>> = requests[name].data;
  return ok(v.parse(schema, data));
}

/** Signs in as a guest. */
export async function signIn(url: string, name: string): Promise<SignedIn> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return v.parse(SignedIn, await response.json());
}

/** All entries of a user's history. */
export async function wholeHistory(client: Client): Promise<Data<'history:list'>['entries']> {
  const entries: Data<'history:list'>['entries'] = [];
  let before: Payload<'history:list'>['before'];
  do {
    const page = await client.request('history:list', {
      filter: 'all',
      limit: bounds.historyPage,
      ...(before && { before }),
    });
    if (!page.ok) throw new Error(`The history was answered with ${page.error.code}.`);
    entries.push(...page.data.entries);
    before = page.data.next;
  } while (before !== undefined);
  return entries;
}
