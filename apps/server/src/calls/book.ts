import {
  isLive,
  transition,
  type Call,
  type CallEvent,
  type CallId,
  type Calling,
  type EntryDraft,
  type Live,
  type Person,
  type Phase,
  type Timeouts,
  type Transition,
  type UserId,
} from '@ringback/protocol';
import type { Acquaintance } from '../people/peopleSql.ts';
import type { StoredCall } from './sql/callRow.ts';
import type { FreshId } from './sql/callTable.ts';

/** A call in the hands of one batch: how it was read, how it stands now, and who must hear of it. */
export interface Held {
  call: Call;
  alias: CallId | null;
  readonly readVersion: number;
  /** Absent where the call is new. */
  readonly readPhase: Phase | undefined;
  readonly entries: EntryDraft[];
  tellsCaller: boolean;
  tellsCallee: 'none' | 'answering' | 'all';
  /** The callee whose only seat this call must get. */
  claim: UserId | undefined;
}

/** What a batch read before it decided. */
export interface Loaded {
  readonly calls: readonly StoredCall[];
  readonly people: ReadonlyMap<UserId, Person>;
  readonly acquaintances: readonly Acquaintance[];
  /** The first of each has added the second to their contacts. */
  readonly contacts: readonly (readonly [UserId, UserId])[];
}

/**
 * The part of the world that one batch of requests needs, in memory. Requests are decided against it one after the
 * other, each seeing what those before it changed; afterwards it says what is to be written and told.
 */
export class Book {
  readonly #timeouts: Timeouts;
  readonly #held = new Map<CallId, Held>();
  readonly #aliases = new Map<CallId, CallId>();
  readonly #byUser = new Map<UserId, Held[]>();
  readonly #fresh: FreshId[] = [];
  readonly #people: ReadonlyMap<UserId, Person>;
  readonly #acquainted = new Map<string, Acquaintance>();
  readonly #contacts: ReadonlySet<string>;
  readonly #met = new Map<string, Acquaintance>();
  #consulted = new Set<Held>();

  constructor(loaded: Loaded, timeouts: Timeouts) {
    this.#timeouts = timeouts;
    this.#people = loaded.people;
    this.#contacts = new Set(loaded.contacts.map(([userId, peerId]) => pairKey(userId, peerId)));
    for (const { call, alias } of loaded.calls) this.#hold(call, alias, call.version);
    for (const one of loaded.acquaintances) this.#acquainted.set(pairKey(one.userId, one.peerId), one);
  }

  #hold(call: Call, alias: CallId | null, readVersion: number): Held {
    const known = this.#held.get(call.id);
    if (known !== undefined) return known;
    const readPhase = readVersion === 0 ? undefined : call.phase;
    const held: Held = {
      readPhase,
      call,
      alias,
      readVersion,
      entries: [],
      claim: undefined,
      tellsCaller: false,
      tellsCallee: 'none',
    };
    this.#held.set(call.id, held);
    if (alias !== null) this.#aliases.set(alias, call.id);
    this.#index(call.caller.userId, held);
    this.#index(call.callee.userId, held);
    return held;
  }

  #index(userId: UserId, held: Held): void {
    const known = this.#byUser.get(userId);
    if (known === undefined) this.#byUser.set(userId, [held]);
    else known.push(held);
  }

  /** A call by its id or alias, as it stands now. */
  find(id: CallId): Call | undefined {
    const held = this.#held.get(this.#aliases.get(id) ?? id);
    if (held !== undefined) this.#consulted.add(held);
    return held?.call;
  }

  /** The live calls of a user, as they stand now. */
  liveOf(userId: UserId): Live[] {
    const live: Live[] = [];
    for (const held of this.#byUser.get(userId) ?? []) {
      this.#consulted.add(held);
      if (isLive(held.call)) live.push(held.call);
    }
    return live;
  }

  nameOf(userId: UserId): string | undefined {
    return this.#people.get(userId)?.name;
  }

  /** Whether a user has ever called another, or has added them to their contacts. */
  trusts(userId: UserId, peerId: UserId): boolean {
    const key = pairKey(userId, peerId);
    return this.#acquainted.get(key)?.called === true || this.#contacts.has(key);
  }

  /** The one door by which a call changes. */
  change(call: Call, event: CallEvent): Transition {
    const outcome = transition(call, event, this.#timeouts);
    if (outcome.kind !== 'changed') return outcome;
    const held = this.#mustHold(call.id);
    held.call = outcome.call;
    for (const effect of outcome.effects) {
      switch (effect.type) {
        case 'tellCaller':
          held.tellsCaller = true;
          break;
        case 'tellCallee':
          if (held.tellsCallee !== 'all') held.tellsCallee = effect.devices;
          break;
        case 'record':
          held.entries.push(effect.entry);
      }
    }
    return outcome;
  }

  /** Adds a new call and, where it may be heard, lets the callee's devices know; the caller's is answered with it. */
  add(call: Calling): void {
    const held = this.#hold(call, null, 0);
    this.#fresh.push({ id: call.id, callId: call.id });
    this.#consulted.add(held);
    if (call.visibility === 'open') held.tellsCallee = 'all';
  }

  /** Makes a second id stand for a call. */
  alias(call: Call, id: CallId): void {
    this.#mustHold(call.id).alias = id;
    this.#fresh.push({ id, callId: call.id });
    this.#aliases.set(id, call.id);
  }

  /** Asks for the callee's only seat. */
  claim(call: Call): void {
    this.#mustHold(call.id).claim = call.callee.userId;
  }

  /** Notes that a user knows another from now on. */
  meet(acquaintance: Acquaintance): void {
    const key = pairKey(acquaintance.userId, acquaintance.peerId);
    const known = this.#acquainted.get(key);
    if (known !== undefined && (known.called || !acquaintance.called)) return;
    this.#acquainted.set(key, acquaintance);
    this.#met.set(key, acquaintance);
  }

  #mustHold(id: CallId): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new Error('A call was changed that nobody had read.');
    return held;
  }

  /** Says which changed calls were consulted since this was last asked; what was decided stands and falls with them. */
  reliedOn(): Held[] {
    const relied = [...this.#consulted].filter(isChanged);
    this.#consulted = new Set();
    return relied;
  }

  /** The calls that are not as they were read. */
  changed(): Held[] {
    return [...this.#held.values()].filter(isChanged);
  }

  /** Ids that came into use. */
  fresh(): readonly FreshId[] {
    return this.#fresh;
  }

  /** Acquaintances that were not known before. */
  met(): Acquaintance[] {
    return [...this.#met.values()];
  }
}

/** Whether a call rings as soon as it is stored. Of that its callee hears before anything else is told. */
export function beginsToRing({ call, readVersion, tellsCallee }: Held): boolean {
  return readVersion === 0 && call.phase === 'calling' && tellsCallee === 'all';
}

function isChanged(held: Held): boolean {
  return held.call.version !== held.readVersion;
}

function pairKey(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
