import type { Note, NoteId, NoteUpload, Result } from '@ringback/protocol';
import type { Clock, Locks, Random } from '../platform/ports.ts';
import type { NoteTransfer } from './noteTransfer.ts';
import { retryDelayMs } from '../platform/backoff.ts';
import { isOutcomeOpen } from '../connection/signalingClient.ts';
import type { NoteDraft, NoteDraftStatus } from './notes.ts';
import type { KeptDraft, NoteShelf } from './noteShelf.ts';

/** A note goes in about so many parts, so that its progress can be seen, none of them tiny. */
const parts = 20;
const leastPartBytes = 16 * 1024;
/** While another tab sends a note, it is looked again after this long whether that is done. */
const otherTabMs = 2_000;

/** What sending notes needs, and whom it tells. */
export interface NoteOutboxDeps {
  readonly shelf: NoteShelf;
  readonly transfer: NoteTransfer;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  /** One tab of the browser profile sends a note at a time. */
  readonly locks: Locks;
  readonly onChange: (drafts: readonly NoteDraft[]) => void;
  readonly onSent: (note: Note) => void;
}

/** What became of an attempt to send a note. */
type Attempt =
  | { readonly kind: 'sent'; readonly note: Note }
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing is lost: it goes on from there. */
  | { readonly kind: 'brokenOff'; readonly retryAfterMs: number | undefined }
  /** It is not on the shelf any more: another tab has sent or discarded it. */
  | { readonly kind: 'settledElsewhere' };

interface Shelved {
  readonly kept: KeptDraft;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Notes on their way, kept over a reload. Each goes in parts; where a connection breaks, it goes on from what the server
 * has, and the same note is taken in once.
 *
 * ```
 *   waiting ──its turn, and the server is there──> sending ──all of it is there──> gone
 *      ^                                              │  │
 *      └── broke off, or another tab is at it ────────┘  └──refused──> refused ──again──> waiting
 * ```
 */
export class NoteOutbox {
  readonly #parts: NoteOutboxDeps;
  #drafts: readonly NoteDraft[] = [];
  /** What the shelf has no room for is sent from here, as long as the page is there. */
  readonly #unkept = new Map<NoteId, Shelved>();
  #isOnline = false;
  #isClosed = false;
  #failures = 0;
  #cancelRetry: () => void = () => {};

  constructor(parts: NoteOutboxDeps) {
    this.#parts = parts;
  }

  /** Takes up what earlier pages of this browser profile left. */
  async restore(): Promise<void> {
    const kept = await this.#parts.shelf.drafts();
    const known = new Set(this.#drafts.map(({ id }) => id));
    const restored = kept.filter(({ offer }) => !known.has(offer.id)).map(draftFrom);
    this.#set([...restored, ...this.#drafts].toSorted((a, b) => a.recordedAt - b.recordedAt));
    void this.#sendNext();
  }

  /** Takes a note in, which is kept before it is sent. */
  async add(kept: KeptDraft, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#set([...this.#drafts, draftFrom(kept)]);
    await this.#parts.shelf
      .addDraft(kept, bytes)
      .catch(() => void this.#unkept.set(kept.offer.id, { kept, bytes }));
    void this.#sendNext();
  }

  /** The bytes of a note that could not be kept. */
  unkept(id: NoteId): Uint8Array<ArrayBuffer> | undefined {
    return this.#unkept.get(id)?.bytes;
  }

  /** Sends a refused note once more. */
  again(id: NoteId): void {
    this.#mark(id, { state: 'waiting', sent: 0 });
    void this.#sendNext();
  }

  async discard(id: NoteId): Promise<void> {
    this.#drop(id);
    await this.#parts.shelf.remove(id).catch(() => undefined);
  }

  online(): void {
    this.#isOnline = true;
    this.#failures = 0;
    void this.#sendNext();
  }

  offline(): void {
    this.#isOnline = false;
    this.#cancelRetry();
  }

  close(): void {
    this.offline();
    this.#isClosed = true;
  }

  async #sendNext(): Promise<void> {
    const isBusy = this.#drafts.some(({ status }) => status.state === 'sending');
    const draft = this.#drafts.find(({ status }) => status.state === 'waiting');
    if (!this.#isOnline || isBusy || draft === undefined) return;
    this.#cancelRetry();
    this.#mark(draft.id, { state: 'sending', sent: sentOf(draft) });
    const release = await this.#parts.locks.take(`ringback.note.${draft.id}`);
    if (release === undefined) return this.#retry(draft.id, otherTabMs);
    const attempt = await this.#attempt(draft.id)
      .catch(shelfFailed)
      .finally(() => release());
    if (!this.#isClosed) this.#settle(draft.id, attempt);
  }

  async #attempt(id: NoteId): Promise<Attempt> {
    const found = this.#unkept.get(id) ?? (await this.#shelved(id));
    if (found === undefined) return { kind: 'settledElsewhere' };
    const { kept, bytes } = found;
    let answer = await this.#parts.transfer.offer(kept.offer);
    while (this.#goesOn(id) && answer.ok && answer.data.note === undefined) {
      const { received } = answer.data;
      this.#mark(id, { state: 'sending', sent: received / bytes.length });
      answer = await this.#sendPart(kept, bytes, received);
    }
    return attemptFrom(answer);
  }

  async #shelved(id: NoteId): Promise<Shelved | undefined> {
    const { shelf } = this.#parts;
    const kept = (await shelf.drafts()).find(({ offer }) => offer.id === id);
    const bytes = await shelf.bytes(id);
    return kept && bytes && { kept, bytes };
  }

  /** Where the server has more or less than was thought, it is asked. */
  async #sendPart(
    { offer }: KeptDraft,
    bytes: Uint8Array<ArrayBuffer>,
    from: number,
  ): Promise<Result<NoteUpload>> {
    const length = Math.max(leastPartBytes, Math.ceil(bytes.length / parts));
    const sent = await this.#parts.transfer.part(offer.id, bytes.slice(from, from + length), from);
    const isElsewhere = !sent.ok && sent.error.code === 'conflict';
    return isElsewhere ? this.#parts.transfer.offer(offer) : sent;
  }

  #goesOn(id: NoteId): boolean {
    return !this.#isClosed && this.#isOnline && this.#drafts.some((draft) => draft.id === id);
  }

  #settle(id: NoteId, attempt: Attempt): void {
    switch (attempt.kind) {
      case 'sent':
        this.#parts.shelf.dropDraft(id).catch(() => undefined);
        this.#parts.onSent(attempt.note);
        this.#drop(id);
        break;
      case 'settledElsewhere':
        this.#drop(id);
        break;
      case 'refused':
        this.#mark(id, { state: 'refused', message: attempt.message });
        break;
      case 'brokenOff':
        return this.#retry(
          id,
          attempt.retryAfterMs ?? retryDelayMs(this.#failures++, this.#parts.random.fraction()),
        );
    }
    this.#failures = 0;
    void this.#sendNext();
  }

  #retry(id: NoteId, pauseMs: number): void {
    const draft = this.#drafts.find((one) => one.id === id);
    this.#mark(id, { state: 'waiting', sent: draft === undefined ? 0 : sentOf(draft) });
    if (this.#isOnline && !this.#isClosed)
      this.#cancelRetry = this.#parts.clock.after(pauseMs, () => void this.#sendNext());
  }

  #drop(id: NoteId): void {
    this.#unkept.delete(id);
    this.#set(this.#drafts.filter((draft) => draft.id !== id));
  }

  #mark(id: NoteId, status: NoteDraftStatus): void {
    this.#set(this.#drafts.map((draft) => (draft.id === id ? { ...draft, status } : draft)));
  }

  #set(drafts: readonly NoteDraft[]): void {
    this.#drafts = drafts;
    if (!this.#isClosed) this.#parts.onChange(drafts);
  }
}

function draftFrom({ offer, to, recordedAt }: KeptDraft): NoteDraft {
  const { id, callId, media, mime, durationMs, peaks } = offer;
  const status = { state: 'waiting', sent: 0 } as const;
  return { id, callId, to, media, mime, durationMs, peaks, recordedAt, status };
}

function sentOf({ status }: NoteDraft): number {
  return status.state === 'refused' ? 0 : status.sent;
}

/** A browser may close its database under the page: nothing is known of the note then, so nothing is lost. */
function shelfFailed(): Attempt {
  return { kind: 'brokenOff', retryAfterMs: undefined };
}

function attemptFrom(answer: Result<NoteUpload>): Attempt {
  if (!answer.ok && !isOutcomeOpen(answer)) return { kind: 'refused', message: answer.error.message };
  if (answer.ok && answer.data.note !== undefined) return { kind: 'sent', note: answer.data.note };
  return { kind: 'brokenOff', retryAfterMs: answer.ok ? undefined : answer.error.retryAfterMs };
}
