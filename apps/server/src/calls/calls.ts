import type { Call, CallId, Timeouts, UserId } from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { HistoryOperations } from '../history/historySql.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Log } from '../platform/log.ts';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { Storage } from '../storage/storage.ts';
import { broadcast, broadcastRinging, broadcastSilenced } from './callBroadcaster.ts';
import { CallCache } from './callCache.ts';
import { CallCommandBatcher, type StoredBatch } from './callCommandBatcher.ts';
import { passTime, restart } from './callCommands.ts';
import { logSteps } from './callLog.ts';
import type { Command, Query } from './command.ts';
import { Deadlines } from './deadlines.ts';
import type { CallOperations } from './sql/callsSql.ts';
import type { TrackedCall } from './unitOfWork.ts';

interface CallsDeps {
  readonly storage: Storage<CallOperations & Pick<HistoryOperations, 'history:missed'>>;
  readonly people: UserCache;
  readonly privacy: PrivacyCache;
  readonly contactNotifier: ContactNotifier;
  readonly devices: AttachedDevices;
  readonly timeouts: Timeouts;
  readonly log: Log;
  readonly now: () => number;
  /** Sends the pushes of this turn of the event loop without waiting for its end. */
  readonly sendNow: () => void;
  /** Called after calls were stored and pushed to the connected devices. */
  readonly onBroadcast: (stored: StoredBatch) => void;
}

/** How often the database is searched for overdue calls, in case a timer was lost. */
const sweepMs = 5_000;
/** Calls in one sweep; the next sweep finds the rest. */
const maxSwept = 500;

/**
 * Deadlines pass up to so many ms late, by chance. The end of a hidden call stores one entry less than that of a call to
 * someone offline, which takes some 20 µs: without this, a patient caller could tell by the times of many ends.
 */
const jitterMs = 10;

function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs + Math.random() * jitterMs);
  return () => clearTimeout(timer);
}

/** The authority on calls: decides every command about them, stores the result, and notifies devices. */
export class Calls {
  readonly #deps: CallsDeps;
  readonly #cache: CallCache;
  readonly #batcher: CallCommandBatcher;
  readonly #deadlines: Deadlines;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
    this.#cache = new CallCache(deps.storage);
    this.#batcher = new CallCommandBatcher({
      ...deps,
      caches: { calls: this.#cache, people: deps.people, privacy: deps.privacy },
      isConnected: (userId: UserId) => deps.devices.ofUser(userId).length > 0,
      onRinging: (ringing) => this.#onRinging(ringing),
      onStored: (stored) => this.#onStored(stored),
      onRefused: (err, commands) => deps.log.error({ err, commands }, 'batch refused, trying one by one'),
    });
    this.#deadlines = new Deadlines({ now: deps.now, after, onDue: (callIds) => this.#passTime(callIds) });
  }

  /** Loads the calls that an earlier process left live, then watches all deadlines. */
  async start(): Promise<void> {
    const left = await this.#cache.load();
    await Promise.all(left.map((callId) => this.#batcher.submit(restart(callId))));
    this.#sweeping = setInterval(() => void this.#sweep(), sweepMs);
  }

  /** Stores the queued commands; deadlines are no longer watched. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#deadlines.stop();
    await this.#batcher.drained();
  }

  /** Decides a command, stores what it changes, then answers and notifies others. */
  submit<Answer>(command: Command<Answer>): Promise<Answer> {
    return this.#batcher.submit(command);
  }

  /** Whether requests should be refused, because too many wait. */
  get isFull(): boolean {
    return this.#batcher.isFull;
  }

  /** How many calls have not ended. */
  get liveCount(): number {
    return this.#cache.size;
  }

  /** Reads a call; answers at once where it is cached. */
  query<Answer>(callId: CallId, query: Query<Answer>): Answer | Promise<Answer> {
    return this.#batcher.query(callId, query);
  }

  /** Sent at once: at the end of this turn of the event loop, many answers would go out first. */
  #onRinging(ringing: readonly TrackedCall[]): void {
    try {
      broadcastRinging(ringing, this.#deps.devices);
      this.#deps.sendNow();
    } catch (err) {
      this.#deps.log.error({ err }, 'ringing failed');
    }
  }

  #onStored(stored: StoredBatch): void {
    for (const { call } of stored.calls) this.#deadlines.schedule(call);
    try {
      broadcast(stored, this.#deps.devices);
      logSteps(stored, this.#deps.log);
      this.#deps.onBroadcast(stored);
    } catch (err) {
      this.#deps.log.error({ err }, 'broadcast failed');
    }
    if (stored.met.length > 0) void this.#notifyContacts(stored.met);
    void this.#notifySilenced(stored);
  }

  async #notifyContacts(met: StoredBatch['met']): Promise<void> {
    try {
      await this.#deps.contactNotifier.acquaintancesMade(met);
    } catch (err) {
      this.#deps.log.error({ err }, 'notifying contacts failed');
    }
  }

  async #notifySilenced(stored: StoredBatch): Promise<void> {
    const { storage, devices, log } = this.#deps;
    const countMissed = async (userId: UserId): Promise<number> =>
      (await storage.run('history:missed', [userId])).get(userId) ?? 0;
    try {
      await broadcastSilenced(stored, devices, countMissed);
    } catch (err) {
      log.error({ err }, 'notifying of silenced calls failed');
    }
  }

  #passTime(callIds: readonly CallId[]): void {
    for (const callId of callIds) {
      this.#batcher.submit(passTime(callId)).then(
        (call: Call | undefined) => call !== undefined && this.#deadlines.schedule(call),
        (err: unknown) => this.#deps.log.error({ err, callId }, 'deadline failed, the sweep will try again'),
      );
    }
  }

  async #sweep(): Promise<void> {
    const { storage, now, log } = this.#deps;
    try {
      this.#passTime(await storage.run('calls:overdue', { at: now(), limit: maxSwept }));
    } catch (err) {
      log.error({ err }, 'sweep failed');
    }
  }
}
