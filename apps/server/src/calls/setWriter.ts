import type { CallId, Timeouts, UserId } from '@ringback/protocol';
import type { Acquaintance } from '../people/peopleSql.ts';
import type { Storage } from '../storage/storage.ts';
import { beginsToRing, Book, type Held } from './book.ts';
import { load, type Memories } from './loading.ts';
import { callRow } from './sql/callRow.ts';
import type { CallBatchResult, CallOperations } from './sql/callsSql.ts';
import { UnderWay } from './underWay.ts';
import { Pending, type Look, type Waiting, type Work } from './work.ts';

/** Others changed the same calls again and again; nothing was done. */
export class Contended extends Error {}

/** What is told of a batch once it is stored. */
export interface Stored {
  readonly calls: readonly Held[];
  readonly met: readonly Acquaintance[];
  /** Unseen missed calls of the users that were asked for; none where one is left out. */
  readonly missed: ReadonlyMap<UserId, number>;
}

/** What the writer works with. */
export interface SetWriterParts {
  readonly storage: Storage<CallOperations>;
  readonly memories: Memories;
  readonly timeouts: Timeouts;
  readonly now: () => number;
  /** Whether anybody here wants to hear how many calls a user has missed. */
  readonly isWanted: (userId: UserId) => boolean;
  /** Calls that begin to ring were stored: told before anything else is done, for somebody waits to hear them ring. */
  readonly onRinging: (calls: readonly Held[]) => void;
  /** The answers were given; now others are to be told. */
  readonly onStored: (stored: Stored) => void;
  /** A batch was refused as a whole and is tried again one by one. */
  readonly onRefused: (error: unknown, requests: number) => void;
}

/** Requests in one batch; what is left over makes the next. */
const longest = 500;
/** How often a request is decided again after another node was faster. */
const attempts = 5;

/** The database would not have it. */
interface Refusal {
  readonly open: readonly Waiting[];
  readonly error: unknown;
}

/**
 * Stores calls in sets. Whatever arrives while a batch is being written makes the next batch: one read of all calls
 * concerned, all decisions in memory and in order, one commit, and only then answers and pushes. Under load this
 * costs a fraction of a commit a request; at rest a request waits for nothing but its own commit. Once a batch is
 * stored, its new calls ring; then the next batch is sent to the database, for the disk never waits for answers; and
 * then all else of the stored one is answered and told.
 */
export class SetWriter {
  readonly #parts: SetWriterParts;
  readonly #drained: (() => void)[] = [];
  readonly #underWay = new UnderWay();
  #line: Waiting[] = [];
  #told: Promise<void> = Promise.resolve();
  #state: 'idle' | 'scheduled' | 'writing' = 'idle';

  constructor(parts: SetWriterParts) {
    this.#parts = parts;
  }

  /**
   * Puts work into the next batch; the answer comes after it was stored. Work is decided in the order of submission.
   * @throws {Contended} when others were faster too often, and whatever the database throws.
   */
  submit<Answer>(work: Work<Answer>): Promise<Answer> {
    const calls = [...(work.needs.calls ?? []), ...(work.needs.fresh ?? [])];
    const pending = new Pending(work, () => this.#underWay.end(calls));
    this.#underWay.begin(calls);
    this.#line.push(pending);
    if (this.#state === 'idle') this.#schedule();
    return pending.answer;
  }

  /**
   * Looks at a call and changes nothing. The answer comes at once where the call is remembered and nobody in line asked
   * about it; else it waits its turn, so that whoever asks sees what they did before.
   */
  look<Answer>(callId: CallId, at: Look<Answer>): Answer | Promise<Answer> {
    const live = this.#underWay.has(callId) ? undefined : this.#parts.memories.calls.live(callId);
    if (live !== undefined) return at(live);
    return this.submit({ needs: { calls: [callId] }, decide: (book) => at(book.find(callId)) });
  }

  /** Resolves once all that was submitted is stored and told. */
  async drained(): Promise<void> {
    if (this.#state === 'idle') return this.#told;
    await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** By then all sockets that are readable in this turn of the event loop have been read. */
  #schedule(): void {
    this.#state = 'scheduled';
    setImmediate(() => void this.#writeNext());
  }

  async #writeNext(): Promise<void> {
    this.#state = 'writing';
    while (this.#line.length > 0) await this.#writeTogether(this.#line.splice(0, longest));
    this.#state = 'idle';
    await this.#told;
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** Nobody pays for a neighbor whose data the database refuses. */
  async #writeTogether(batch: readonly Waiting[]): Promise<void> {
    const refusal = await this.#write(batch);
    if (refusal === undefined) return;
    this.#parts.onRefused(refusal.error, refusal.open.length);
    for (const one of refusal.open) await this.#writeAlone(one);
  }

  async #writeAlone(one: Waiting): Promise<void> {
    const refusal = await this.#write([one]);
    if (refusal !== undefined) one.fail(refusal.error);
  }

  /** Returns who is left where the database refuses; whoever was stored before that has been answered, and is no part of it. */
  async #write(batch: readonly Waiting[]): Promise<Refusal | undefined> {
    let open = batch;
    for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
      try {
        open = await this.#attempt(open, attempt);
      } catch (error) {
        return { open, error };
      }
    }
    for (const one of open) one.fail(new Contended('Others changed the same calls again and again.'));
    return undefined;
  }

  /** Returns the work that must be decided again, because somebody else changed a call on which it relied. */
  async #attempt(batch: readonly Waiting[], attempt: number): Promise<Waiting[]> {
    const { memories, timeouts, now } = this.#parts;
    const book = new Book(await load(memories, batch, attempt), timeouts);
    const at = now();
    const relied = batch.map((one) => {
      one.decide(book, at);
      return book.reliedOn();
    });
    const changed = book.changed();
    const { won, missed } = await this.#store(book, changed, at);
    await this.#remember(changed, won, book);
    const isLost = (index: number): boolean => relied[index]?.some(({ call }) => !won.has(call.id)) ?? false;
    const stored = won.size === changed.length ? changed : changed.filter(({ call }) => won.has(call.id));
    const ringing = stored.filter(beginsToRing);
    if (ringing.length > 0) this.#parts.onRinging(ringing);
    const held = batch.filter((_, index) => !isLost(index));
    this.#told = this.#tell(held, { calls: stored, met: book.met(), missed });
    return batch.filter((_, index) => isLost(index));
  }

  /** By the next tick whoever waited in line is on the way to the database; by the one after, all answers are on theirs. */
  async #tell(held: readonly Waiting[], stored: Stored): Promise<void> {
    await nextTick();
    for (const one of held) one.settle();
    await nextTick();
    this.#parts.onStored(stored);
  }

  async #remember(changed: readonly Held[], won: ReadonlySet<CallId>, book: Book): Promise<void> {
    const { calls, people } = this.#parts.memories;
    const lost: CallId[] = [];
    for (const { call, alias } of changed) {
      if (won.has(call.id)) calls.stored({ call, alias });
      else lost.push(call.id);
    }
    people.met(book.met());
    if (lost.length > 0) await calls.refresh(lost);
  }

  #store(book: Book, changed: readonly Held[], at: number): CallBatchResult | Promise<CallBatchResult> {
    if (changed.length === 0) return { won: new Set(), missed: new Map() };
    const { storage, isWanted } = this.#parts;
    const entries = changed.flatMap((held) => held.entries);
    const locks = changed.flatMap(({ call, claim }) =>
      claim === undefined || call.phase === 'ended' ? [] : [{ userId: claim, callId: call.id }],
    );
    const countFor = [...new Set(entries.map(({ userId }) => userId))].filter(isWanted);
    return storage.run('calls:write', {
      calls: changed.map((held) => callRow(held, held.readVersion)),
      locks,
      fresh: book.fresh(),
      entries,
      met: book.met(),
      countFor,
      at,
    });
  }
}

/** Resolves once whatever can be done without waiting for anything outside is done. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
