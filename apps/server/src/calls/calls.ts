import type { Call, CallId, Timeouts, UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Log } from '../platform/log.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { CallOperations } from './sql/callsSql.ts';
import type { Held } from './book.ts';
import { CallMemory } from './callMemory.ts';
import { Deadlines } from './deadlines.ts';
import { passTime, restart } from './presence.ts';
import { SetWriter, type Stored } from './setWriter.ts';
import { ring, tell } from './telling.ts';
import type { Look, Work } from './work.ts';

/** What the authority on calls works with. */
export interface CallsParts {
  readonly storage: Storage<CallOperations>;
  readonly people: UserCache;
  readonly contactNotifier: ContactNotifier;
  readonly devices: AttachedDevices;
  readonly timeouts: Timeouts;
  readonly log: Log;
  readonly now: () => number;
  /** Sends what devices have been told in this turn of the event loop without waiting for its end. */
  readonly sendNow: () => void;
  /** Calls were stored and told to those who are here. */
  readonly onTold: (stored: Stored) => void;
}

/** How often overdue calls are looked for in the database, whoever should have woken up for them. */
const sweepMs = 5_000;
/** Calls that one sweep takes on; the next finds the rest. */
const sweptAtOnce = 500;

function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

/** The authority on calls: all that happens to one goes through here, is stored, and is then told. */
export class Calls {
  readonly #parts: CallsParts;
  readonly #memory: CallMemory;
  readonly #writer: SetWriter;
  readonly #deadlines: Deadlines;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(parts: CallsParts) {
    this.#parts = parts;
    this.#memory = new CallMemory(parts.storage);
    this.#writer = new SetWriter({
      ...parts,
      memories: { calls: this.#memory, people: parts.people },
      isWanted: (userId: UserId) => parts.devices.ofUser(userId).length > 0,
      onRinging: (ringing) => this.#onRinging(ringing),
      onStored: (stored) => this.#onStored(stored),
      onRefused: (err, requests) => parts.log.error({ err, requests }, 'batch refused, trying one by one'),
    });
    this.#deadlines = new Deadlines({ now: parts.now, after, onDue: (callIds) => this.#passTime(callIds) });
  }

  /** Takes up the calls that an earlier process left live, then watches all deadlines. */
  async start(): Promise<void> {
    const left = await this.#memory.load();
    await Promise.all(left.map((callId) => this.#writer.submit(restart(callId))));
    this.#sweeping = setInterval(() => void this.#sweep(), sweepMs);
  }

  /** Stores what is under way; afterwards no deadline is watched any more. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#deadlines.stop();
    await this.#writer.drained();
  }

  /** Decides a request, stores what it changes, tells whom it concerns, and answers. */
  submit<Answer>(work: Work<Answer>): Promise<Answer> {
    return this.#writer.submit(work);
  }

  /** Answers by how a call stands, without changing it; at once where that is known. */
  look<Answer>(callId: CallId, at: Look<Answer>): Answer | Promise<Answer> {
    return this.#writer.look(callId, at);
  }

  /** At the end of this turn of the event loop, many answers would go out before them. */
  #onRinging(ringing: readonly Held[]): void {
    try {
      ring(ringing, this.#parts.devices);
      this.#parts.sendNow();
    } catch (err) {
      this.#parts.log.error({ err }, 'ringing failed');
    }
  }

  #onStored(stored: Stored): void {
    for (const { call } of stored.calls) this.#deadlines.follow(call);
    try {
      tell(stored, this.#parts.devices, this.#parts.log);
      this.#parts.onTold(stored);
    } catch (err) {
      this.#parts.log.error({ err }, 'telling failed');
    }
    if (stored.met.length > 0) void this.#introduce(stored.met);
  }

  async #introduce(met: Stored['met']): Promise<void> {
    try {
      await this.#parts.contactNotifier.met(met);
    } catch (err) {
      this.#parts.log.error({ err }, 'introducing failed');
    }
  }

  #passTime(callIds: readonly CallId[]): void {
    for (const callId of callIds) {
      this.#writer.submit(passTime(callId)).then(
        (call: Call | undefined) => call !== undefined && this.#deadlines.follow(call),
        (err: unknown) => this.#parts.log.error({ err, callId }, 'deadline failed, the sweep will try again'),
      );
    }
  }

  async #sweep(): Promise<void> {
    const { storage, now, log } = this.#parts;
    try {
      this.#passTime(await storage.run('calls:overdue', { at: now(), limit: sweptAtOnce }));
    } catch (err) {
      log.error({ err }, 'sweep failed');
    }
  }
}
