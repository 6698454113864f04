import { isRetryable, type Result } from '@ringback/protocol';
import { retryDelayMs } from '../platform/backoff.ts';
import type { Clock, Random } from '../platform/ports.ts';

/** `waiting`: sent as soon as possible, by itself. `sent`: the part that the server has, from 0 to 1. */
export type DraftStatus =
  | { readonly state: 'waiting'; readonly sent: number }
  | { readonly state: 'sending'; readonly sent: number }
  | { readonly state: 'refused'; readonly message: string };

/** The status of a draft that was just added. */
export const waiting: DraftStatus = { state: 'waiting', sent: 0 };

/** A draft: content that the server does not have yet. */
export interface OutboxDraft {
  readonly id: string;
  readonly status: DraftStatus;
}

/** How an attempt to send a draft ended. */
export type Attempt<Sent> =
  | { readonly kind: 'sent'; readonly sent: Sent }
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing is lost: the next attempt continues. Without `retryAfterMs` the outbox backs off. */
  | { readonly kind: 'interrupted'; readonly retryAfterMs: number | undefined }
  /** Another tab has sent or discarded it. */
  | { readonly kind: 'settledElsewhere' };

/** The outcome of an attempt: a refusal is final unless its error code may be retried. */
export function attemptOf<Sent>(answer: Result<Sent>): Attempt<Sent> {
  if (answer.ok) return { kind: 'sent', sent: answer.data };
  const { code, message, retryAfterMs } = answer.error;
  return isRetryable(code) ? { kind: 'interrupted', retryAfterMs } : { kind: 'refused', message };
}

/** The abilities of an attempt while it runs. */
export interface AttemptContext {
  /** Shows how much of the draft the server has, from 0 to 1. */
  readonly onProgress: (sent: number) => void;
  /** False once the server is away, the outbox is closed, or the draft is discarded. */
  readonly isWanted: () => boolean;
}

/** The dependencies and callbacks of an outbox. */
export interface OutboxDeps<Draft extends OutboxDraft, Sent> {
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  /** Makes one attempt. Should not reject; a rejection counts as interrupted. */
  readonly attempt: (draft: Draft, context: AttemptContext) => Promise<Attempt<Sent>>;
  readonly onChange: (drafts: readonly Draft[]) => void;
  /** Called after the draft has left the outbox. */
  readonly onSent: (draft: Draft, sent: Sent) => void;
}

/**
 * Sends drafts one after another in the order in which they were added. A draft whose fate is unknown is sent again
 * under the same id, so that it arrives once; a refused one steps aside and stays visible.
 *
 * ```
 *   waiting ──its turn, server reachable──> sending ──all received──> removed
 *      ^                                     │  │
 *      └── interrupted: backoff or offline ──┘  └──refused──> refused ──sendAgain──> waiting
 * ```
 */
export class Outbox<Draft extends OutboxDraft, Sent> {
  readonly #deps: OutboxDeps<Draft, Sent>;
  #drafts: readonly Draft[];
  #isOnline = false;
  #isClosed = false;
  #failures = 0;
  #cancelRetry: () => void = () => {};

  constructor(deps: OutboxDeps<Draft, Sent>, drafts: readonly Draft[] = []) {
    this.#deps = deps;
    this.#drafts = drafts;
  }

  get drafts(): readonly Draft[] {
    return this.#drafts;
  }

  add(draft: Draft): void {
    this.replaceAll([...this.#drafts, draft]);
  }

  /** Replaces all drafts, for those that an earlier page left. */
  replaceAll(drafts: readonly Draft[]): void {
    this.#drafts = drafts;
    this.#deps.onChange(drafts);
  }

  remove(id: Draft['id']): void {
    this.replaceAll(this.#drafts.filter((draft) => draft.id !== id));
  }

  /** Sends a refused draft again. */
  sendAgain(id: Draft['id']): void {
    this.#setStatus(id, waiting);
    void this.sendNext();
  }

  online(): void {
    this.#isOnline = true;
    this.#failures = 0;
    void this.sendNext();
  }

  offline(): void {
    this.#isOnline = false;
    this.#cancelRetry();
  }

  /** Stops sending; the remaining drafts are for the next page. */
  close(): void {
    this.offline();
    this.#isClosed = true;
  }

  /** Starts on the next draft, unless the server is away or another draft is being sent. */
  async sendNext(): Promise<void> {
    const isBusy = this.#drafts.some(({ status }) => status.state === 'sending');
    const draft = this.#drafts.find(({ status }) => status.state === 'waiting');
    if (!this.#isOnline || isBusy || draft === undefined) return;
    this.#cancelRetry();
    this.#setStatus(draft.id, { state: 'sending', sent: sentOf(draft) });
    const attempt = await this.#deps
      .attempt(draft, {
        onProgress: (sent) => {
          if (!this.#isClosed) this.#setStatus(draft.id, { state: 'sending', sent });
        },
        isWanted: () => this.#isOnline && !this.#isClosed && this.#draft(draft.id) !== undefined,
      })
      .catch((): Attempt<Sent> => ({ kind: 'interrupted', retryAfterMs: undefined }));
    if (!this.#isClosed) this.#settle(draft, attempt);
  }

  #settle(draft: Draft, attempt: Attempt<Sent>): void {
    switch (attempt.kind) {
      case 'sent':
        this.remove(draft.id);
        this.#deps.onSent(draft, attempt.sent);
        break;
      case 'settledElsewhere':
        this.remove(draft.id);
        break;
      case 'refused':
        this.#setStatus(draft.id, { state: 'refused', message: attempt.message });
        break;
      case 'interrupted':
        return this.#retryLater(draft.id, attempt.retryAfterMs);
    }
    this.#failures = 0;
    void this.sendNext();
  }

  #retryLater(id: Draft['id'], retryAfterMs: number | undefined): void {
    const draft = this.#draft(id);
    this.#setStatus(id, { state: 'waiting', sent: draft === undefined ? 0 : sentOf(draft) });
    if (!this.#isOnline) return;
    const delayMs = retryAfterMs ?? retryDelayMs(this.#failures++, this.#deps.random.fraction());
    this.#cancelRetry = this.#deps.clock.after(delayMs, () => void this.sendNext());
  }

  #draft(id: Draft['id']): Draft | undefined {
    return this.#drafts.find((draft) => draft.id === id);
  }

  #setStatus(id: Draft['id'], status: DraftStatus): void {
    this.replaceAll(this.#drafts.map((draft) => (draft.id === id ? { ...draft, status } : draft)));
  }
}

function sentOf({ status }: OutboxDraft): number {
  return status.state === 'refused' ? 0 : status.sent;
}
