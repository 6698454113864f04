import type { Note, NoteId, NoteUpload, Result } from '@ringback/protocol';
import type { Clock, Locks, Random } from '../platform/ports.ts';
import type { NoteTransfer } from './noteTransfer.ts';
import { attemptOf, Outbox, waiting, type Attempt, type AttemptContext } from '../outbox/outbox.ts';
import type { NoteDraft } from './notes.ts';
import type { StoredDraft, NoteShelf } from './noteShelf.ts';

/** A note is sent in about this many parts, so that its progress shows; none of them is tiny. */
const partsPerNote = 20;
const leastPartBytes = 16 * 1024;
/** While another tab sends a note, this tab checks again after this long. */
const otherTabMs = 2_000;

/** The dependencies and callbacks of a note outbox. */
export interface NoteOutboxDeps {
  readonly shelf: NoteShelf;
  readonly transfer: NoteTransfer;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  /** Held while sending, so that only one tab of the browser profile sends a note. */
  readonly locks: Locks;
  readonly onChange: (drafts: readonly NoteDraft[]) => void;
  readonly onSent: (note: Note) => void;
}

interface Shelved {
  readonly draft: StoredDraft;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Notes that are not with the server yet, kept over a reload. Each is sent in parts; after an interruption it continues
 * from what the server has.
 */
export class NoteOutbox {
  readonly #deps: NoteOutboxDeps;
  readonly #outbox: Outbox<NoteDraft, Note>;
  /** What the shelf has no room for is sent from memory, as long as the page lives. */
  readonly #unstoredBytes = new Map<NoteId, Shelved>();
  /** The drafts of a closed outbox may be those of a user who has signed out. */
  #isClosed = false;

  constructor(deps: NoteOutboxDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox<NoteDraft, Note>({
      clock: deps.clock,
      random: deps.random,
      attempt: (draft, context) => this.#attempt(draft.id, context),
      onChange: (drafts) => {
        if (!this.#isClosed) deps.onChange(drafts);
      },
      onSent: ({ id }, note) => {
        this.#unstoredBytes.delete(id);
        deps.shelf.dropDraft(id).catch(() => undefined);
        deps.onSent(note);
      },
    });
  }

  /** Restores the drafts of earlier pages of this browser profile. */
  async restore(): Promise<void> {
    const stored = await this.#deps.shelf.drafts().catch(() => []);
    const known = new Set(this.#outbox.drafts.map(({ id }) => id));
    const restored = stored.filter(({ offer }) => !known.has(offer.id)).map(draftFrom);
    this.#outbox.replaceAll(
      [...restored, ...this.#outbox.drafts].toSorted((a, b) => a.recordedAt - b.recordedAt),
    );
    void this.#outbox.sendNext();
  }

  /** Adds a note, which is stored before it is sent. */
  async add(draft: StoredDraft, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#outbox.add(draftFrom(draft));
    await this.#deps.shelf
      .addDraft(draft, bytes)
      .catch(() => void this.#unstoredBytes.set(draft.offer.id, { draft, bytes }));
    void this.#outbox.sendNext();
  }

  /** The bytes of a note that could not be stored. */
  unstoredBytes(id: NoteId): Uint8Array<ArrayBuffer> | undefined {
    return this.#unstoredBytes.get(id)?.bytes;
  }

  sendAgain(id: NoteId): void {
    this.#outbox.sendAgain(id);
  }

  async discard(id: NoteId): Promise<void> {
    this.#unstoredBytes.delete(id);
    this.#outbox.remove(id);
    await this.#deps.shelf.remove(id).catch(() => undefined);
  }

  online(): void {
    this.#outbox.online();
  }

  offline(): void {
    this.#outbox.offline();
  }

  close(): void {
    this.#isClosed = true;
    this.#outbox.close();
  }

  async #attempt(id: NoteId, context: AttemptContext): Promise<Attempt<Note>> {
    const release = await this.#deps.locks.take(`ringback.note.${id}`);
    if (release === undefined) return { kind: 'interrupted', retryAfterMs: otherTabMs };
    try {
      return await this.#upload(id, context);
    } finally {
      release();
    }
  }

  async #upload(id: NoteId, { onProgress, isWanted }: AttemptContext): Promise<Attempt<Note>> {
    const found = this.#unstoredBytes.get(id) ?? (await this.#shelved(id));
    if (found === undefined) return { kind: 'settledElsewhere' };
    const { draft, bytes } = found;
    let answer = await this.#deps.transfer.offer(draft.offer);
    while (isWanted() && answer.ok && answer.data.note === undefined) {
      const { received } = answer.data;
      onProgress(received / bytes.length);
      answer = await this.#sendPart(draft, bytes, received);
    }
    if (!answer.ok) return attemptOf(answer);
    const { note } = answer.data;
    return note === undefined
      ? { kind: 'interrupted', retryAfterMs: undefined }
      : { kind: 'sent', sent: note };
  }

  async #shelved(id: NoteId): Promise<Shelved | undefined> {
    const { shelf } = this.#deps;
    const draft = (await shelf.drafts()).find(({ offer }) => offer.id === id);
    const bytes = await shelf.bytes(id);
    return draft && bytes && { draft, bytes };
  }

  /** If the server has more or less than expected, asks it how much. */
  async #sendPart(
    { offer }: StoredDraft,
    bytes: Uint8Array<ArrayBuffer>,
    from: number,
  ): Promise<Result<NoteUpload>> {
    const length = Math.max(leastPartBytes, Math.ceil(bytes.length / partsPerNote));
    const sent = await this.#deps.transfer.part(offer.id, bytes.slice(from, from + length), from);
    const isElsewhere = !sent.ok && sent.error.code === 'conflict';
    return isElsewhere ? this.#deps.transfer.offer(offer) : sent;
  }
}

function draftFrom({ offer, to, recordedAt }: StoredDraft): NoteDraft {
  const { id, callId, media, mime, durationMs, peaks } = offer;
  return { id, callId, to, media, mime, durationMs, peaks, recordedAt, status: waiting };
}
