import { PROTOCOL, type Payload, type PushName, type RequestName, type SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { RawClient, signInGuest } from '@ringback/testkit';
import { Inbox, type ReceivedPush } from './inbox.ts';

/** The generator validates only these fields, or it would be the slowest part. */
const Answer = v.object({ ok: v.literal(true) });
const PhasePayload = v.object({ phase: v.optional(v.string()) });

/** One connected device that trusts the server, unlike the typed `Device`. */
export class LeanDevice {
  readonly signedIn: SignedIn;
  readonly #client: RawClient;
  readonly #inbox: Inbox;

  constructor(signedIn: SignedIn, client: RawClient, inbox: Inbox) {
    this.signedIn = signedIn;
    this.#client = client;
    this.#inbox = inbox;
  }

  /** Messages and bytes received so far. */
  get received(): RawClient['received'] {
    return this.#client.received;
  }

  /** Resolves once the connection is closed. */
  get closed(): Promise<void> {
    return this.#client.closed;
  }

  /**
   * Sends a request that must succeed.
   * @throws {Error} if it does not.
   */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<void> {
    await this.answerTo(name, payload);
  }

  /**
   * The same, and returns the answer as it came.
   * @throws {Error} if the request does not succeed.
   */
  async answerTo<N extends RequestName>(name: N, payload: Payload<N>): Promise<unknown> {
    const outcome = await this.#client.request(name, payload);
    if (outcome.kind === 'answered' && v.is(Answer, outcome.answer)) return outcome.answer;
    throw new Error(`${name} came to this: ${JSON.stringify(outcome)}`);
  }

  /**
   * The next push of this name and, for calls, of this phase, which may have arrived already. Only one can be awaited
   * at a time.
   */
  push(name: PushName, phase?: string): Promise<ReceivedPush> {
    return this.#inbox.next(name, phase);
  }

  /** Drops pushes that were not awaited. */
  forget(): void {
    this.#inbox.clear();
  }

  close(): void {
    this.#client.close();
  }
}

/** Signs a new guest in, connects, and says hello. */
export async function openDevice(url: string, name: string): Promise<LeanDevice> {
  const signedIn = await signInGuest(url, name);
  const inbox = new Inbox();
  const client = await RawClient.open(url, {
    onPush: (push, payload) => {
      inbox.put({ name: push, phase: v.parse(PhasePayload, payload).phase, at: performance.now() });
    },
  });
  const admission = await client.present({ token: signedIn.token, protocol: PROTOCOL });
  if (admission.kind === 'refused') throw new Error('The connection was refused.');
  const device = new LeanDevice(signedIn, client, inbox);
  await device.request('session:hello', {});
  return device;
}
