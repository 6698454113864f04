import {
  PROTOCOL,
  pushes,
  requests,
  WireError,
  type Data,
  type Payload,
  type Push,
  type PushName,
  type RequestName,
  type Result,
  type SignedIn,
} from '@ringback/protocol';
import * as v from 'valibot';
import { openRawSocket, type OnPush, type RawSocket } from './rawSocket.ts';

/** How a request ended; `offline` stands for a server that fell silent or went away before it answered. */
export type Told<N extends RequestName> = Result<Data<N>>;

interface Awaited {
  readonly name: string;
  readonly take: (payload: unknown) => boolean;
}

const Refused = v.object({ ok: v.literal(false), error: WireError });

/** One connection of a signed-in device. All that the server says on it must be as the contract has it. */
export class Device {
  readonly signedIn: SignedIn;
  readonly #socket: RawSocket;
  readonly #awaited: Set<Awaited>;

  constructor(signedIn: SignedIn, socket: RawSocket, awaited: Set<Awaited>) {
    this.signedIn = signedIn;
    this.#socket = socket;
    this.#awaited = awaited;
  }

  /** The user's id. */
  get userId(): SignedIn['me']['id'] {
    return this.signedIn.me.id;
  }

  get deviceId(): SignedIn['device']['id'] {
    return this.signedIn.device.id;
  }

  get socket(): RawSocket {
    return this.#socket;
  }

  /** Makes a request and gives the server's answer to it. */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Told<N>> {
    const outcome = await this.#socket.request(name, payload);
    if (outcome.kind !== 'answered') {
      return { ok: false, error: { code: 'offline', message: outcome.kind } };
    }
    return readAnswer(name, outcome.answer);
  }

  /**
   * Makes a request that the server must grant.
   * @throws {Error} when it does not.
   */
  async must<N extends RequestName>(name: N, payload: Payload<N>): Promise<Data<N>> {
    const told = await this.request(name, payload);
    if (!told.ok) throw new Error(`${name} was answered with ${told.error.code}.`);
    return told.data;
  }

  /**
   * The next push of this name that fits. Ask before what causes it, for what was pushed earlier is gone.
   * @throws {Error} when there was none in time.
   */
  next<N extends PushName>(
    name: N,
    fits: (payload: Push<N>) => boolean,
    patienceMs = 10_000,
  ): Promise<Push<N>> {
    const schema: v.GenericSchema<unknown, Push<N>> = pushes[name];
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#awaited.delete(awaited);
        reject(new Error(`There was no ${name} that fits.`));
      }, patienceMs);
      const take = (payload: unknown): boolean => {
        const push = v.parse(schema, payload);
        if (!fits(push)) return false;
        clearTimeout(timer);
        resolve(push);
        return true;
      };
      const awaited = { name, take };
      this.#awaited.add(awaited);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * Connects a device and says hello. `onPush` is told all that is pushed to it, unchecked.
 * @throws {Error} when the server does not let it in.
 */
export async function connectDevice(
  url: string,
  signedIn: SignedIn,
  onPush: OnPush = () => {},
): Promise<{ readonly device: Device; readonly hello: Data<'session:hello'> }> {
  const awaited = new Set<Awaited>();
  const socket = await openRawSocket(url, (name, payload) => {
    onPush(name, payload);
    for (const one of awaited) if (one.name === name && one.take(payload)) awaited.delete(one);
  });
  const admission = await socket.present({ token: signedIn.token, protocol: PROTOCOL });
  if (admission === 'refused') throw new Error('The server refused the connection.');
  const device = new Device(signedIn, socket, awaited);
  return { device, hello: await device.must('session:hello', {}) };
}

/** Reads an answer as the contract has it. */
function readAnswer<N extends RequestName>(name: N, answer: unknown): Told<N> {
  const refused = v.safeParse(Refused, answer);
  if (refused.success) return refused.output;
  const data: v.GenericSchema<unknown, Data<N>> = requests[name].data;
  return v.parse(v.object({ ok: v.literal(true), data }), answer);
}
