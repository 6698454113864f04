import type { CallId, Timeouts, UserId } from '@ringback/protocol';
import { storedFigures } from '../insight/callFigures.ts';
import { hourlySum, hourOf } from '../insight/figures.ts';
import { UnavailableError } from '../platform/errors.ts';
import type { Acquaintance } from '../people/peopleSql.ts';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { CallCache } from './callCache.ts';
import { QueuedCommand, type BatchEntry, type Command, type Query, type ReadSet } from './command.ts';
import { callRow } from './sql/callRow.ts';
import type { CallBatchResult, CallOperations, CallSum } from './sql/callsSql.ts';
import {
  isRevealed,
  lockChanges,
  promptEntries,
  startsRinging,
  UnitOfWork,
  type LoadedState,
  type TrackedCall,
} from './unitOfWork.ts';

/** Optimistic-lock retries exhausted. */
export class WriteConflictError extends UnavailableError {
  override readonly isExpected = true;
}

/** A stored batch, from which devices and browsers are notified. */
export interface StoredBatch {
  /** The server's time at which the commands were decided, in ms. */
  readonly at: number;
  readonly calls: readonly TrackedCall[];
  readonly met: readonly Acquaintance[];
  /** Unseen missed calls of the users that were asked for; a user without any is left out. */
  readonly missed: ReadonlyMap<UserId, number>;
}

/** Caches that are read before the database. */
interface Caches {
  readonly calls: CallCache;
  readonly people: UserCache;
  readonly privacy: PrivacyCache;
}

interface CallCommandBatcherDeps {
  readonly storage: Storage<CallOperations>;
  readonly caches: Caches;
  readonly timeouts: Timeouts;
  readonly now: () => number;
  /** Whether a device of a user is connected, which then needs the count of missed calls. */
  readonly isConnected: (userId: UserId) => boolean;
  /** Called with new calls that ring, before anything else is sent, because people wait for the ring. */
  readonly onRinging: (calls: readonly TrackedCall[]) => void;
  /** Called after the commands of a batch were answered, to notify others. */
  readonly onStored: (stored: StoredBatch) => void;
  /** Called when the database refused a batch, before its commands are tried one by one. */
  readonly onRefused: (error: unknown, commands: number) => void;
}

/** Commands in one batch; the rest make the next one. */
const maxBatchSize = 500;
/** With more, requests are refused at once: a batch takes some tens of ms, so these are about a second. */
const maxWaiting = 5_000;
/** How often a command is decided again after another server was faster. */
const maxAttempts = 5;

/** The database rejected a batch; `open` are the commands that were not answered before. */
interface RefusedBatch {
  readonly open: readonly BatchEntry[];
  readonly error: unknown;
}

/**
 * Decides and stores commands in batches.
 *
 * ```
 * submit ──> queue ──> read all calls concerned ──> decide in order, in memory ──> one commit
 *                ^                                        │ lost a race               │
 *                └──── arrives while a batch is written    └── decided again           v
 *                                             new calls ring ──> next batch ──> answers ──> pushes
 * ```
 *
 * Under load this costs a fraction of a commit per command; an idle server delays a command only by its own commit.
 * The next batch goes to the database before the stored one is answered, so that the disk never waits for answers.
 */
export class CallCommandBatcher {
  readonly #deps: CallCommandBatcherDeps;
  readonly #drained: (() => void)[] = [];
  readonly #pending = new PendingCallIds();
  #queue: BatchEntry[] = [];
  #notified: Promise<void> = Promise.resolve();
  #state: 'idle' | 'scheduled' | 'writing' = 'idle';

  constructor(deps: CallCommandBatcherDeps) {
    this.#deps = deps;
  }

  /**
   * Puts a command into the next batch; resolves once it is stored. Commands are decided in the order of submission.
   * @throws {WriteConflictError} when other servers were faster too often, and what the database throws.
   */
  submit<Answer>(command: Command<Answer>): Promise<Answer> {
    const calls = [...(command.reads.calls ?? []), ...(command.reads.fresh ?? [])];
    const queued = new QueuedCommand(command, () => this.#pending.remove(calls));
    this.#pending.add(calls);
    this.#queue.push(queued);
    if (this.#state === 'idle') this.#schedule();
    return queued.answer;
  }

  /** Whether so many commands wait that a request should be refused. Deadlines and closed connections still come in. */
  get isFull(): boolean {
    return this.#queue.length >= maxWaiting;
  }

  /**
   * Reads a call. Answers at once if the call is live and no queued command concerns it; otherwise the query waits its
   * turn, so that a device sees what it did before.
   */
  query<Answer>(callId: CallId, query: Query<Answer>): Answer | Promise<Answer> {
    const live = this.#pending.has(callId) ? undefined : this.#deps.caches.calls.live(callId);
    if (live !== undefined) return query(live);
    return this.submit({ reads: { calls: [callId] }, decide: (unit) => query(unit.find(callId)) });
  }

  /** Resolves once everything submitted is stored and others are notified. */
  async drained(): Promise<void> {
    if (this.#state === 'idle') return this.#notified;
    await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** `setImmediate` runs after all sockets that are readable in this turn of the event loop have been read. */
  #schedule(): void {
    this.#state = 'scheduled';
    setImmediate(() => void this.#writeQueue());
  }

  async #writeQueue(): Promise<void> {
    this.#state = 'writing';
    while (this.#queue.length > 0) await this.#writeTogether(this.#queue.splice(0, maxBatchSize));
    this.#state = 'idle';
    await this.#notified;
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** One bad row must not fail the batch: retry each command alone. */
  async #writeTogether(batch: readonly BatchEntry[]): Promise<void> {
    const refused = await this.#write(batch);
    if (refused === undefined) return;
    this.#deps.onRefused(refused.error, refused.open.length);
    for (const command of refused.open) await this.#writeAlone(command);
  }

  async #writeAlone(command: BatchEntry): Promise<void> {
    const refused = await this.#write([command]);
    if (refused !== undefined) command.fail(refused.error);
  }

  /** Returns the commands left over if the database refuses; those stored by an earlier attempt are already answered. */
  async #write(batch: readonly BatchEntry[]): Promise<RefusedBatch | undefined> {
    let open = batch;
    for (let attempt = 0; attempt < maxAttempts && open.length > 0; attempt++) {
      try {
        open = await this.#attempt(open, attempt);
      } catch (error) {
        return { open, error };
      }
    }
    for (const command of open) command.fail(new WriteConflictError('Optimistic-lock retries exhausted.'));
    return undefined;
  }

  /** Returns the commands to decide again, because another server changed a call that they depend on. */
  async #attempt(batch: readonly BatchEntry[], attempt: number): Promise<BatchEntry[]> {
    const { caches, timeouts, now } = this.#deps;
    const unit = new UnitOfWork(await load(caches, batch, attempt), timeouts);
    const at = now();
    const dependsOn = batch.map((command) => {
      command.decide(unit, at);
      return unit.takeConsulted();
    });
    const changed = unit.changed();
    const { won, missed } = await this.#store(unit, changed, at);
    await this.#updateCaches(changed, won, unit);
    const isLost = (index: number): boolean =>
      dependsOn[index]?.some(({ call }) => !won.has(call.id)) ?? false;
    const stored = won.size === changed.length ? changed : changed.filter(({ call }) => won.has(call.id));
    const ringing = stored.filter(startsRinging);
    if (ringing.length > 0) this.#deps.onRinging(ringing);
    const settled = batch.filter((_, index) => !isLost(index));
    this.#notified = this.#notify(settled, { at, calls: stored, met: unit.met(), missed });
    return batch.filter((_, index) => isLost(index));
  }

  /** The first tick lets the next batch go to the database, the second lets the answers go to the sockets. */
  async #notify(settled: readonly BatchEntry[], stored: StoredBatch): Promise<void> {
    await nextTick();
    for (const command of settled) command.settle();
    await nextTick();
    this.#deps.onStored(stored);
  }

  async #updateCaches(
    changed: readonly TrackedCall[],
    won: ReadonlySet<CallId>,
    unit: UnitOfWork,
  ): Promise<void> {
    const { calls, people } = this.#deps.caches;
    const lost: CallId[] = [];
    for (const { call, alias } of changed) {
      if (won.has(call.id)) calls.set({ call, alias });
      else lost.push(call.id);
    }
    people.addAcquaintances(unit.met());
    if (lost.length > 0) await calls.refresh(lost);
  }

  #store(
    unit: UnitOfWork,
    changed: readonly TrackedCall[],
    at: number,
  ): CallBatchResult | Promise<CallBatchResult> {
    if (changed.length === 0) return { won: new Set(), missed: new Map() };
    const { storage, isConnected } = this.#deps;
    const entries = changed.flatMap((tracked) => tracked.entries);
    const countFor = [...new Set(changed.flatMap(promptEntries).map(({ userId }) => userId))];
    return storage.run('calls:write', {
      calls: changed.map((tracked) => callRow(tracked, tracked.readVersion)),
      revealed: changed.filter(isRevealed).map(({ call }) => call.id),
      ...lockChanges(changed),
      fresh: unit.fresh(),
      entries,
      met: unit.met(),
      countFor: countFor.filter(isConnected),
      at,
      sums: changed.flatMap((tracked) => sumsOf(tracked, at)),
    });
  }
}

/** In the hour of the batch: the times of a call itself may be dated back. */
function sumsOf(tracked: TrackedCall, at: number): CallSum[] {
  const hour = hourOf(at);
  return storedFigures(tracked).map((figure) => ({ callId: tracked.call.id, sum: hourlySum(figure, hour) }));
}

/** Loads the state that a batch needs, each thing once. Only the first attempt assumes that fresh ids are unused. */
async function load(
  { calls, people, privacy }: Caches,
  batch: readonly { readonly reads: ReadSet }[],
  attempt: number,
): Promise<LoadedState> {
  const fresh = distinct(batch, (reads) => reads.fresh);
  const pairs = distinct(batch, ({ acquainted }) => acquainted);
  const users = [...new Set(pairs.map(([userId]) => userId))];
  const [byId, named, acquaintances, contacts, settings, rules] = await Promise.all([
    calls.byIds([...distinct(batch, (reads) => reads.calls), ...(attempt === 0 ? [] : fresh)]),
    people.peopleOf(distinct(batch, (reads) => reads.names)),
    people.acquaintancesOf(pairs),
    people.contactsAmong(pairs),
    privacy.settingsOf(users),
    privacy.rulesAmong(pairs),
  ]);
  const called = calls.liveAmong(distinct(batch, ({ liveOfCaller }) => liveOfCaller));
  const callers = called.map(({ call }) => call.caller.userId);
  const live = calls.liveOf([...new Set([...distinct(batch, ({ liveOf }) => liveOf), ...callers])]);
  return {
    calls: [...byId, ...calls.liveAmong(fresh), ...live],
    people: named,
    acquaintances,
    contacts,
    settings,
    rules,
    acquaintance: (userId, peerId) => people.acquaintance(userId, peerId),
  };
}

function distinct<Key>(
  batch: readonly { readonly reads: ReadSet }[],
  keysOf: (reads: ReadSet) => readonly Key[] | undefined,
): Key[] {
  const keys = new Set<Key>();
  for (const { reads } of batch) for (const key of keysOf(reads) ?? []) keys.add(key);
  return [...keys];
}

/** Resolves once everything that needs no I/O is done. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** Counts the unanswered commands by the call ids that they name. */
class PendingCallIds {
  readonly #counts = new Map<CallId, number>();

  has(id: CallId): boolean {
    return this.#counts.has(id);
  }

  add(ids: readonly CallId[]): void {
    for (const id of ids) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  remove(ids: readonly CallId[]): void {
    for (const id of ids) {
      const left = (this.#counts.get(id) ?? 0) - 1;
      if (left > 0) this.#counts.set(id, left);
      else this.#counts.delete(id);
    }
  }
}
