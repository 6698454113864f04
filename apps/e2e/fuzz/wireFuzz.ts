import { isRequestName, requests, type CallId, type RequestName } from '@ringback/protocol';
import { Attacker } from './attacker.ts';
import { attemptAt } from './attempts.ts';
import { sendInvalidFraming, tryHandshake, stages, sendFrames, type Stage } from './connections.ts';
import { frameKinds, type Frames } from './frames.ts';
import { callIn, faultIn, wordFor } from './outcomeRules.ts';
import { edgeValue } from './mutations.ts';
import { validPayload, type World } from './payloads.ts';
import { completeCall } from './realCall.ts';
import { FuzzResults } from './results.ts';
import { Bystanders } from './bystanders.ts';
import { type RawDevice, type RawOutcome, type SeededRandom, signInGuest } from '@ringback/testkit';
import { openDeviceOf } from '../support/rawDevice.ts';

/** The server under test, and how much to send. */
export interface WireFuzzPlan {
  readonly url: string;
  /** The server's output so far. */
  readonly output: () => string;
  /** Messages for each name of a request. */
  readonly perRequest: number;
  /** Connections for each kind of garbage and stage of a connection. */
  readonly perFrameKind: number;
  readonly random: SeededRandom;
}

const names = Object.keys(requests).filter(isRequestName);

/** Prefix of all guests' names, so that a name in the log is detected. */
const mark = 'Fuzzed';

/**
 * A stranger sends malformed and mutated messages to a server where two people are in a call and two others call each
 * other repeatedly. The results contain all outcomes and every fault: an unanswered message, an accepted message that
 * is not a valid request, a foreign call that was seen or changed, a server that stops working for others.
 */
export async function runWireFuzz(plan: WireFuzzPlan): Promise<FuzzResults> {
  const fuzz = await begin(plan);
  try {
    for (const name of names) await fuzz.attackRequest(name);
    await fuzz.attackWithoutAsking();
    await fuzz.attackConnections();
    await fuzz.attackHandshake();
    await fuzz.finish();
    return fuzz.results;
  } finally {
    fuzz.close();
  }
}

async function begin(plan: WireFuzzPlan): Promise<WireFuzz> {
  const { url } = plan;
  const results = new FuzzResults();
  const bystanders = await Bystanders.meet(url, `${mark} victim`);
  const attacker = new Attacker(url, await signInGuest(url, `${mark} stranger`), (name, payload) => {
    if (JSON.stringify(payload).includes(bystanders.callId)) results.fault(`the stranger received ${name}`);
  });
  const caller = await openDeviceOf(url, await signInGuest(url, `${mark} caller`));
  const callee = await openDeviceOf(url, await signInGuest(url, `${mark} callee`));
  return new WireFuzz(plan, results, { bystanders, attacker, others: [caller, callee] });
}

interface Actors {
  readonly bystanders: Bystanders;
  readonly attacker: Attacker;
  /** Two people who call each other. */
  readonly others: readonly [RawDevice, RawDevice];
}

class WireFuzz {
  readonly results: FuzzResults;
  readonly #plan: WireFuzzPlan;
  readonly #actors: Actors;
  readonly #ownCalls: CallId[] = [];

  constructor(plan: WireFuzzPlan, results: FuzzResults, actors: Actors) {
    this.#plan = plan;
    this.results = results;
    this.#actors = actors;
  }

  close(): void {
    const { bystanders, attacker, others } = this.#actors;
    for (const one of [bystanders, attacker, ...others]) one.close();
  }

  async attackRequest(name: RequestName): Promise<void> {
    const { random, perRequest } = this.#plan;
    const others = this.#expectAllWell(`while ${name} was attacked`);
    for (let n = 0; n < perRequest; n += 1) await this.#attempt(name, attemptAt(name, this.#world(), random));
    await others;
  }

  async #attempt(name: RequestName, body: string): Promise<void> {
    const { attacker, bystanders } = this.#actors;
    const outcome = await attacker.try(body);
    this.results.count(name, wordFor(outcome));
    const own = callIn(outcome);
    if (own !== undefined) this.#ownCalls.push(own.id);
    const fault = faultIn(outcome, body, attacker.signedIn.me.id);
    if (fault !== undefined) this.results.fault(`${fault}: ${body.slice(0, 300)}`);
    if (body.includes(bystanders.callId)) await this.#compareWithUnknown(name, body, outcome);
  }

  /**
   * A foreign call must be indistinguishable from one that does not exist. Exceptions: a `place`, which must not make a
   * second call with a known id, and a hello, whose answer has the time.
   */
  async #compareWithUnknown(name: RequestName, body: string, outcome: RawOutcome): Promise<void> {
    if (name === 'session:hello' || name === 'call:place') return;
    const { attacker, bystanders } = this.#actors;
    // The same first character, because a backslash before it may make it an escape and the message a different one.
    const unknown = bystanders.callId.slice(0, 1) + this.#plan.random.uuid().slice(1);
    const twin = await attacker.try(body.replaceAll(bystanders.callId, unknown));
    if (JSON.stringify(twin) === JSON.stringify(outcome)) return;
    const words = `${wordFor(outcome)} and ${wordFor(twin)}`;
    this.results.fault(`distinguishes a foreign call from an unknown one (${words}): ${body.slice(0, 300)}`);
  }

  /** Messages that expect no answer are not requests and must have no effect. */
  async attackWithoutAsking(): Promise<void> {
    const { random, perRequest } = this.#plan;
    const { attacker, others } = this.#actors;
    const { client } = await attacker.device();
    for (const name of names) {
      for (let n = 0; n < perRequest / 10; n += 1) {
        client.emit(name, validPayload(name, this.#world(), random));
      }
    }
    const callId = random.uuid();
    client.emit('call:place', { callId, to: others[0].userId, media: 'audio' });
    const word = wordFor(await attacker.try(JSON.stringify(['call:get', { callId }])));
    this.results.count('without an acknowledgement', word);
    if (word !== 'notFound') this.results.fault(`a message that wants no answer placed a call: ${word}`);
  }

  async attackConnections(): Promise<void> {
    const { random, perFrameKind } = this.#plan;
    const others = this.#expectAllWell('while connections were attacked');
    const times = Array.from({ length: perFrameKind });
    for (const stage of stages) {
      const kinds = Object.entries(frameKinds);
      await Promise.all(
        kinds.flatMap(([kind, make]) => times.map(() => this.#sendFrames(kind, stage, make(random)))),
      );
    }
    await Promise.all(times.map(() => this.#sendInvalidFraming()));
    await others;
  }

  async #sendFrames(kind: string, stage: Stage, frames: Frames): Promise<void> {
    const outcome = await sendFrames(this.#plan.url, `${mark} noise`, stage, frames);
    this.results.count(kind, wordFor(outcome));
    if (outcome.kind === 'unanswered') this.results.fault(`a connection hangs after ${kind}, ${stage}`);
  }

  /** Sends a first byte with reserved bits and an unknown opcode, which cannot start a websocket frame. */
  async #sendInvalidFraming(): Promise<void> {
    const { url, random } = this.#plan;
    const noise = Buffer.from([0xff, ...Array.from({ length: 200 }, () => random.below(256))]);
    const outcome = await sendInvalidFraming(url, noise);
    this.results.count('bytes that are not a websocket frame', outcome);
    if (outcome === 'unanswered')
      this.results.fault('a connection hangs after bytes that are not a websocket frame');
  }

  async attackHandshake(): Promise<void> {
    const { url, random, perRequest } = this.#plan;
    const { token } = this.#actors.attacker.signedIn;
    const near = [{ token, protocol: 2 }, { token: `${token}=`, protocol: 1 }, { protocol: 1 }, { token }];
    const odd = Array.from({ length: perRequest / 10 }, () => edgeValue(random));
    const presented = [...near, ...odd, ...odd.map((strange) => ({ token: strange, protocol: 1 }))];
    await Promise.all(
      presented.map(async (auth) => {
        const admission = await tryHandshake(url, auth);
        this.results.count('handshake', admission);
        if (admission === 'connected')
          this.results.fault(`was let in by ${JSON.stringify(auth).slice(0, 300)}`);
      }),
    );
  }

  async finish(): Promise<void> {
    await this.#expectAllWell('after it all');
    for (const fault of await this.#actors.bystanders.faults())
      this.results.fault(`to people in a call: ${fault}`);
    const { token } = this.#actors.attacker.signedIn;
    for (const secret of [mark, token]) {
      if (this.#plan.output().includes(secret)) this.results.fault('the log tells a name or a token');
    }
  }

  /** Checks that others can still call each other and that the server is healthy. */
  async #expectAllWell(when: string): Promise<void> {
    try {
      await completeCall(...this.#actors.others);
      const health = await fetch(`${this.#plan.url}/healthz`);
      if (!health.ok) this.results.fault(`not healthy ${when}: ${health.status}`);
      this.results.count('calls of others', 'complete');
    } catch (error) {
      this.results.fault(`others cannot call ${when}: ${String(error)}`);
    }
  }

  #world(): World {
    const { bystanders, attacker, others } = this.#actors;
    const { me, device } = attacker.signedIn;
    const known = [...bystanders.devices, ...others];
    return {
      bystandersCall: bystanders.callId,
      ownCalls: this.#ownCalls,
      users: [me.id, ...known.map(({ userId }) => userId)],
      devices: [device.id, ...known.map(({ deviceId }) => deviceId)],
    };
  }
}
