import {
  bounds,
  fail,
  WireCall,
  type CallId,
  type Data,
  type Payload,
  type RequestName,
  type Result,
  type SignedIn,
} from '@ringback/protocol';
import { RawDevice } from '@ringback/testkit';
import * as v from 'valibot';

/** How long a request may take while the server is alive; when the server dies, the closed connection ends it. */
const timeoutMs = 5_000;

/** A device that survives crashes: it reconnects and remembers which calls are live. */
export class Client {
  readonly signedIn: SignedIn;
  readonly #url: string;
  readonly #onAck: (call: WireCall) => void;
  readonly #live = new Map<CallId, WireCall>();
  #device: RawDevice | undefined;

  /** `onAck` is called with each call that the server has acknowledged. */
  constructor(url: string, signedIn: SignedIn, onAck: (call: WireCall) => void) {
    this.#url = url;
    this.signedIn = signedIn;
    this.#onAck = onAck;
  }

  async connect(): Promise<void> {
    this.#device?.close();
    this.#live.clear();
    const device = await RawDevice.connect(this.#url, this.signedIn, {
      timeoutMs,
      onPush: (name, payload) => {
        if (name === 'call:changed') this.#update(v.parse(WireCall, payload));
      },
    });
    this.#device = device;
    const { calls } = await device.must('session:hello', {});
    calls.forEach((call) => this.#update(call));
  }

  #update(call: WireCall): void {
    if (call.phase === 'ended') this.#live.delete(call.id);
    else this.#live.set(call.id, call);
  }

  /** This user's calls that are not over, as far as this device knows. */
  live(): readonly CallId[] {
    return [...this.#live.keys()];
  }

  /** The server's answer; `offline` if it died first. */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Result<Data<N>>> {
    return this.#device?.client.isOpen === true ? this.#device.request(name, payload) : fail('offline');
  }

  /** A request about a call; reports what the server acknowledges. */
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
    this.#device?.close();
  }
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
