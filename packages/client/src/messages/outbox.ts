import { bounds, MessageId, UserId, type Message, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import type { Clock, KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import { isOutcomeOpen, type SignalingClient } from '../connection/signalingClient.ts';
import type { Draft, DraftStatus } from '../conversation/conversations.ts';

const key = 'ringback.outbox';
/** Nobody writes more than this while the server is away; the storage of a tab is small. */
const mostDrafts = 100;
const retryMs = 2_000;
const waiting: DraftStatus = { state: 'waiting' };

const Stored = v.object({
  userId: UserId,
  drafts: v.pipe(
    v.array(
      v.object({
        id: MessageId,
        to: UserId,
        text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)),
        writtenAt: v.number(),
      }),
    ),
    v.maxLength(mostDrafts),
  ),
});

/** What the outbox needs, and whom it tells. */
export interface OutboxDeps {
  readonly signaling: SignalingClient;
  readonly clock: Clock;
  /** Survives a reload of the tab, so that nothing written is lost. */
  readonly storage: KeyValueStorage;
  readonly onChange: (drafts: readonly Draft[]) => void;
  readonly onSent: (message: Message) => void;
}

/**
 * Messages on their way. They go one after another, in the order in which they were written; one whose fate is open is
 * sent again by the same id, so it arrives once. One that the server refuses steps aside and stays to be seen.
 *
 * ```
 *   waiting ──its turn, and the server is there──> sending ──taken in──> gone
 *      ^                                              │  │
 *      └── the server went away, or has no time ──────┘  └──refused──> refused ──again──> waiting
 * ```
 */
export class Outbox {
  readonly #parts: OutboxDeps;
  readonly #userId: UserId;
  #drafts: readonly Draft[];
  #isOnline = false;
  #isClosed = false;
  #cancelRetry: () => void = () => {};

  /** Takes up what an earlier page of this tab left. */
  constructor(parts: OutboxDeps, userId: UserId) {
    this.#parts = parts;
    this.#userId = userId;
    const stored = readJson(parts.storage, key, Stored);
    const drafts = stored?.userId === userId ? stored.drafts : [];
    this.#drafts = drafts.map((draft) => ({ ...draft, status: waiting }));
    parts.onChange(this.#drafts);
  }

  /** Puts a message in; false if there is no room for more. */
  add(draft: Omit<Draft, 'status'>): boolean {
    if (this.#drafts.length >= mostDrafts) return false;
    this.#set([...this.#drafts, { ...draft, status: waiting }]);
    void this.#sendNext();
    return true;
  }

  /** Sends a refused message once more. */
  again(id: MessageId): void {
    this.#mark(id, waiting);
    void this.#sendNext();
  }

  discard(id: MessageId): void {
    const isMeant = (draft: Draft): boolean => draft.id === id && draft.status.state !== 'sending';
    this.#set(this.#drafts.filter((draft) => !isMeant(draft)));
  }

  online(): void {
    this.#isOnline = true;
    void this.#sendNext();
  }

  offline(): void {
    this.#isOnline = false;
    this.#cancelRetry();
  }

  /** Sends nothing more; what is left is for the next page of this tab. */
  close(): void {
    this.offline();
    this.#isClosed = true;
  }

  /** Forgets all of it. */
  clear(): void {
    this.close();
    this.#parts.storage.remove(key);
  }

  async #sendNext(): Promise<void> {
    const isBusy = this.#drafts.some(({ status }) => status.state === 'sending');
    const draft = this.#drafts.find(({ status }) => status.state === 'waiting');
    if (!this.#isOnline || isBusy || draft === undefined) return;
    this.#cancelRetry();
    this.#mark(draft.id, { state: 'sending' });
    const { id, to, text } = draft;
    const answer = await this.#parts.signaling.request('message:send', { id, to, text });
    if (!this.#isClosed) this.#answered(id, answer);
  }

  #answered(id: MessageId, answer: Result<Message>): void {
    if (answer.ok) {
      this.#set(this.#drafts.filter((draft) => draft.id !== id));
      this.#parts.onSent(answer.data);
      return void this.#sendNext();
    }
    if (!isOutcomeOpen(answer)) {
      this.#mark(id, { state: 'refused', message: answer.error.message });
      return void this.#sendNext();
    }
    this.#mark(id, waiting);
    if (!this.#isOnline) return;
    const pauseMs = answer.error.retryAfterMs ?? retryMs;
    this.#cancelRetry = this.#parts.clock.after(pauseMs, () => void this.#sendNext());
  }

  #mark(id: MessageId, status: DraftStatus): void {
    this.#set(this.#drafts.map((draft) => (draft.id === id ? { ...draft, status } : draft)));
  }

  #set(drafts: readonly Draft[]): void {
    this.#drafts = drafts;
    this.#keep();
    this.#parts.onChange(drafts);
  }

  #keep(): void {
    const { storage } = this.#parts;
    if (this.#drafts.length === 0) return storage.remove(key);
    const drafts = this.#drafts.map(({ id, to, text, writtenAt }) => ({ id, to, text, writtenAt }));
    storage.set(key, JSON.stringify({ userId: this.#userId, drafts }));
  }
}
