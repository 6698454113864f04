import {
  fail,
  isLive,
  lockOf,
  ok,
  transition,
  type ActiveCallLock,
  type Call,
  type CallChange,
  type CallEvent,
  type CallId,
  type Decision,
  type EntryDraft,
  type Live,
  type Person,
  type PersonAccount,
  type PersonRules,
  type Phase,
  type ReachFacts,
  type ReachSettings,
  type Result,
  type Timeouts,
  type Transition,
  type UserId,
  type Visibility,
} from '@ringback/protocol';
import type { Acquaintance } from '../people/peopleSql.ts';
import { asReachFacts } from '../people/reach.ts';
import type { RulesOfPair } from '../privacy/personRulesSql.ts';
import type { StoredCall } from './sql/callRow.ts';
import type { FreshId } from './sql/callTable.ts';

/** A call in a unit of work: how it was read, how it stands now, and which devices to notify. */
export interface TrackedCall {
  call: Call;
  alias: CallId | null;
  readonly readVersion: number;
  /** Absent where the call is new. */
  readonly readPhase: Phase | undefined;
  /** The phases that the call has entered in this unit of work, in order. */
  phases: readonly Phase[];
  readonly entries: EntryDraft[];
  notifiesCaller: boolean;
  notifiesCallee: 'none' | 'answering' | 'all';
  /** The callee's devices that must not know of it any more get its end. */
  isWithdrawn: boolean;
  readonly readVisibility: Visibility;
  /** The lock that the call had when it was read. */
  readonly readLock: ActiveCallLock | undefined;
}

const none: readonly Phase[] = [];

/** What a batch read before its commands are decided. */
export interface LoadedState {
  readonly calls: readonly StoredCall[];
  readonly people: ReadonlyMap<UserId, Person>;
  readonly acquaintances: readonly Acquaintance[];
  /** The first of each has added the second to their contacts. */
  readonly contacts: readonly (readonly [UserId, UserId])[];
  readonly settings: ReadonlyMap<UserId, ReachSettings>;
  readonly rules: readonly RulesOfPair[];
  /** How a user knows another, as far as that is cached. */
  readonly acquaintance: (userId: UserId, peerId: UserId) => Acquaintance | undefined;
}

/**
 * The state that one batch of commands needs, in memory. Commands are decided against it one after the other, each
 * seeing the changes of those before it; afterwards it lists what to write and whom to notify.
 */
export class UnitOfWork {
  readonly #timeouts: Timeouts;
  readonly #tracked = new Map<CallId, TrackedCall>();
  readonly #aliases = new Map<CallId, CallId>();
  readonly #byUser = new Map<UserId, TrackedCall[]>();
  readonly #fresh: FreshId[] = [];
  readonly #people: ReadonlyMap<UserId, Person>;
  readonly #acquainted = new Map<string, Acquaintance>();
  readonly #contacts: ReadonlySet<string>;
  readonly #settings: ReadonlyMap<UserId, ReachSettings>;
  readonly #rules: ReadonlyMap<string, PersonRules>;
  readonly #cachedAcquaintance: LoadedState['acquaintance'];
  readonly #met = new Map<string, Acquaintance>();
  #consulted = new Set<TrackedCall>();

  constructor(loaded: LoadedState, timeouts: Timeouts) {
    this.#timeouts = timeouts;
    this.#people = loaded.people;
    this.#contacts = new Set(loaded.contacts.map(([userId, peerId]) => pairKey(userId, peerId)));
    this.#settings = loaded.settings;
    this.#rules = new Map(loaded.rules.map(({ userId, peerId, rules }) => [pairKey(userId, peerId), rules]));
    this.#cachedAcquaintance = loaded.acquaintance;
    for (const { call, alias } of loaded.calls) this.#track(call, alias, call.version);
    for (const known of loaded.acquaintances)
      this.#acquainted.set(pairKey(known.userId, known.peerId), known);
  }

  #track(call: Call, alias: CallId | null, readVersion: number): TrackedCall {
    const known = this.#tracked.get(call.id);
    if (known !== undefined) return known;
    const readPhase = readVersion === 0 ? undefined : call.phase;
    const tracked: TrackedCall = {
      readPhase,
      phases: readPhase === undefined ? [call.phase] : none,
      call,
      alias,
      readVersion,
      readVisibility: call.visibility,
      entries: [],
      readLock: readVersion === 0 ? undefined : lockOf(call),
      notifiesCaller: false,
      notifiesCallee: 'none',
      isWithdrawn: false,
    };
    this.#tracked.set(call.id, tracked);
    if (alias !== null) this.#aliases.set(alias, call.id);
    this.#index(call.caller.userId, tracked);
    this.#index(call.callee.userId, tracked);
    return tracked;
  }

  #index(userId: UserId, tracked: TrackedCall): void {
    const known = this.#byUser.get(userId);
    if (known === undefined) this.#byUser.set(userId, [tracked]);
    else known.push(tracked);
  }

  /** A call by its id or alias, as it stands now. */
  find(id: CallId): Call | undefined {
    const tracked = this.#tracked.get(this.#aliases.get(id) ?? id);
    if (tracked !== undefined) this.#consulted.add(tracked);
    return tracked?.call;
  }

  /** The live calls of a user, as they stand now. */
  liveOf(userId: UserId): Live[] {
    const live: Live[] = [];
    for (const tracked of this.#byUser.get(userId) ?? []) {
      this.#consulted.add(tracked);
      if (isLive(tracked.call)) live.push(tracked.call);
    }
    return live;
  }

  nameOf(userId: UserId): string | undefined {
    return this.#people.get(userId)?.name;
  }

  /** What others see of a user's account; undefined for a guest. */
  accountOf(userId: UserId): PersonAccount | undefined {
    return this.#people.get(userId)?.account;
  }

  /** Whether a user has ever called another, or has added them to their contacts. */
  trusts(userId: UserId, peerId: UserId): boolean {
    const key = pairKey(userId, peerId);
    return this.#acquainted.get(key)?.called === true || this.#contacts.has(key);
  }

  /** What decides whether `peerId` reaches `userId`. */
  reachFacts(userId: UserId, peerId: UserId): ReachFacts {
    const key = pairKey(userId, peerId);
    return asReachFacts({
      settings: this.#settings.get(userId),
      rules: this.#rules.get(key),
      isInList: this.#contacts.has(key),
      acquaintance: this.#acquainted.get(key),
    });
  }

  /** Sends an event to a call's state machine and records what changes. */
  change(call: Call, event: CallEvent): Transition {
    const outcome = transition(call, event, this.#timeouts);
    if (outcome.kind === 'changed') record(this.#mustTrack(call.id), outcome);
    return outcome;
  }

  /** Records a decision of several changes, unless it is a refusal; returns the answer to it. */
  apply<Verdict>(decision: Decision<Verdict>): Result<Call> {
    if (decision.kind === 'refused') {
      const { refusal, message } = decision;
      return fail(refusal, message === undefined ? {} : { message });
    }
    const { call, changes, alias, acquaintances } = decision;
    for (const change of changes) record(this.#tracked.get(change.call.id) ?? this.#add(change.call), change);
    if (alias !== undefined) this.#alias(call, alias);
    for (const acquaintance of acquaintances) this.#meet(acquaintance);
    return ok(call);
  }

  #add(call: Call): TrackedCall {
    const tracked = this.#track(call, null, 0);
    this.#fresh.push({ id: call.id, callId: call.id });
    this.#consulted.add(tracked);
    return tracked;
  }

  #alias(call: Call, id: CallId): void {
    this.#mustTrack(call.id).alias = id;
    this.#fresh.push({ id, callId: call.id });
    this.#aliases.set(id, call.id);
  }

  #meet(acquaintance: Acquaintance): void {
    const key = pairKey(acquaintance.userId, acquaintance.peerId);
    const { userId, peerId } = acquaintance;
    const known = this.#acquainted.get(key) ?? this.#cachedAcquaintance(userId, peerId);
    const called = acquaintance.called || known?.called === true;
    const answered = acquaintance.answered || known?.answered === true;
    if (known?.called === called && known.answered === answered) return;
    const met = { ...acquaintance, called, answered };
    this.#acquainted.set(key, met);
    this.#met.set(key, met);
  }

  #mustTrack(id: CallId): TrackedCall {
    const tracked = this.#tracked.get(id);
    if (tracked === undefined) throw new Error('A call was changed that had not been read.');
    return tracked;
  }

  /** The changed calls that were consulted since the last call of this: the command in between depends on them. */
  takeConsulted(): TrackedCall[] {
    const consulted = [...this.#consulted].filter(isChanged);
    this.#consulted = new Set();
    return consulted;
  }

  /** The calls that differ from how they were read. */
  changed(): TrackedCall[] {
    return [...this.#tracked.values()].filter(isChanged);
  }

  /** The new ids. */
  fresh(): readonly FreshId[] {
    return this.#fresh;
  }

  /** Acquaintances that are new. */
  met(): Acquaintance[] {
    return [...this.#met.values()];
  }
}

function record(tracked: TrackedCall, { call, effects }: CallChange): void {
  if (call.phase !== tracked.call.phase) tracked.phases = [...tracked.phases, call.phase];
  tracked.call = call;
  for (const effect of effects) {
    switch (effect.type) {
      case 'notifyCaller':
        tracked.notifiesCaller = true;
        break;
      case 'notifyCallee':
        if (tracked.notifiesCallee !== 'all') tracked.notifiesCallee = effect.devices;
        break;
      case 'withdraw':
        tracked.isWithdrawn = true;
        break;
      case 'record':
        tracked.entries.push(effect.entry);
    }
  }
}

/** The entries that are pushed with their calls: all but those of the callees of silenced calls. */
export function promptEntries({ call, entries }: TrackedCall): readonly EntryDraft[] {
  return call.visibility === 'silenced'
    ? entries.filter(({ userId }) => userId === call.caller.userId)
    : entries;
}

/** Whether a call rings as soon as it is stored. Its callee is notified of that before anything else is sent. */
export function startsRinging({ call, readVersion, notifiesCallee }: TrackedCall): boolean {
  return readVersion === 0 && call.phase === 'calling' && notifiesCallee === 'all';
}

/** Whether the callee may know of a call from now on, or must not any more. */
export function isRevealed({ call, readVisibility }: TrackedCall): boolean {
  return call.visibility !== readVisibility;
}

/** The locks to give back before any are taken, and the locks to take. */
export function lockChanges(changed: readonly TrackedCall[]): {
  readonly released: readonly ActiveCallLock[];
  readonly locks: readonly ActiveCallLock[];
} {
  const released: ActiveCallLock[] = [];
  const locks: ActiveCallLock[] = [];
  for (const { call, readLock } of changed) {
    const lock = lockOf(call);
    if (lock?.slot === readLock?.slot) continue;
    if (readLock !== undefined) released.push(readLock);
    if (lock !== undefined) locks.push(lock);
  }
  return { released, locks };
}

function isChanged(tracked: TrackedCall): boolean {
  return tracked.call.version !== tracked.readVersion;
}

function pairKey(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
