import type { Readable } from 'node:stream';
import {
  fail,
  isNoteHeader,
  maxNoteBytes,
  noteHeaderBytes,
  ok,
  type NoteId,
  type NoteOffer,
  type NoteUpload,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { CallOperations } from '../calls/sql/callsSql.ts';
import type { Storage } from '../storage/storage.ts';
import type { NoteFiles } from './noteFiles.ts';
import { isParty, mayLeaveNote, type NoteNotifier } from './noteNotifier.ts';
import type { StoredNote } from './noteRow.ts';
import type { NoteOperations } from './notesSql.ts';

const messages = {
  tooLong: {
    voice: 'A voice note may have at most 1 MB. Record a shorter one.',
    video: 'A video note may have at most 8 MB. Record a shorter one.',
  },
  answered: 'A note can be left only after a call of yours that was not answered.',
  conflict: 'There is a note for this call already.',
  full: 'Too many notes wait to be heard already. Send a message instead, or try again in some days.',
  wrongOffset: 'The next part of the note does not begin there.',
  notANote: 'That is no note.',
} as const;

export interface NoteUploadsDeps {
  readonly storage: Storage<NoteOperations & Pick<CallOperations, 'calls:byIds'>>;
  readonly noteFiles: NoteFiles;
  readonly notifier: NoteNotifier;
  /** How many bytes all notes may have together. */
  readonly noteRoom: number;
  readonly now: () => number;
}

/** A part of a note, as it is being uploaded. */
export interface IncomingPart {
  readonly offset: number;
  readonly body: Readable;
}

/** An upload in progress; `done` resolves once it has ended, however it ended. */
interface PendingPart {
  readonly body: Readable;
  readonly done: Promise<unknown>;
}

/**
 * Uploads of notes: first an offer, which describes the note, then its bytes, in parts that may break off and resume.
 *
 * ```
 *   nothing ──offer──> expected ──parts──> complete ──valid header──> sent
 *                        ^  └── breaks off ──┐  └────invalid header───> nothing
 *                        └────── offer ──────┘
 * ```
 */
export class NoteUploads {
  readonly #deps: NoteUploadsDeps;
  readonly #pending = new Map<NoteId, PendingPart>();

  constructor(deps: NoteUploadsDeps) {
    this.#deps = deps;
  }

  /** Accepts an offer. The same offer again returns how many bytes have been received. */
  async offer(userId: UserId, offer: NoteOffer): Promise<Result<NoteUpload>> {
    const { storage, now, noteRoom: room } = this.#deps;
    if (offer.size > maxNoteBytes(offer.media)) return tooLong(offer);
    const [found] = await storage.run('calls:byIds', [offer.callId]);
    const call = found?.call;
    if (call === undefined || !isParty(call, userId)) return fail('notFound');
    if (!mayLeaveNote(call, userId)) return fail('forbidden', { message: messages.answered });
    const parties = { from: userId, to: call.callee.userId, hidden: call.visibility === 'hidden' };
    const draft = { ...offer, callId: call.id, ...parties };
    const offered = await storage.run('notes:offer', { draft, at: now(), room });
    switch (offered.kind) {
      case 'conflict':
        return fail('conflict', { message: messages.conflict });
      case 'full':
        return fail('forbidden', { message: messages.full });
      case 'accepted':
        return this.#statusOf(offered.stored);
    }
  }

  /** Receives a part of a note. A part that is still pending has lost its connection, and is aborted first. */
  async receive(userId: UserId, id: NoteId, part: IncomingPart): Promise<Result<NoteUpload>> {
    const stored = await this.#deps.storage.run('notes:byId', id);
    if (stored === undefined || stored.draft.from !== userId) return fail('notFound');
    if (stored.note !== undefined) return this.#statusOf(stored);
    while (this.#pending.has(id)) {
      const older = this.#pending.get(id);
      older?.body.destroy();
      await older?.done;
    }
    const result = this.#append(stored, part).catch(toUploadError);
    const done = result.then(
      () => this.#pending.delete(id),
      () => this.#pending.delete(id),
    );
    this.#pending.set(id, { body: part.body, done });
    return result;
  }

  async #append(stored: StoredNote, { offset, body }: IncomingPart): Promise<Result<NoteUpload>> {
    const { id, size: maxBytes } = stored.draft;
    // The answer goes over the same connection, so the body must not be destroyed before its end.
    const part = body.iterator({ destroyOnReturn: false });
    const appended = await this.#deps.noteFiles.append(id, part, { offset, maxBytes });
    // Clients read the answer only after they have sent the whole body.
    body.resume();
    switch (appended.kind) {
      case 'tooLong':
        return tooLong(stored.draft);
      case 'wrongOffset':
        return fail('conflict', { message: messages.wrongOffset });
      case 'appended':
        return this.#statusOf(stored);
    }
  }

  /** How much of a note was received. A complete one is sent here, also if an earlier process stopped before that. */
  async #statusOf({ draft, note, kept }: StoredNote): Promise<Result<NoteUpload>> {
    if (note !== undefined) return ok({ received: draft.size, note });
    if (!kept) return fail('notFound');
    const received = await this.#deps.noteFiles.received(draft.id);
    return received < draft.size ? ok({ received }) : this.#complete(draft.id, draft.size);
  }

  async #complete(id: NoteId, size: number): Promise<Result<NoteUpload>> {
    const { storage, noteFiles, notifier, now } = this.#deps;
    if (!isNoteHeader(await noteFiles.head(id, noteHeaderBytes), size)) {
      await storage.run('notes:release', [id]);
      await noteFiles.remove(id);
      return fail('badRequest', { message: messages.notANote });
    }
    const stored = await storage.run('notes:complete', { id, at: now() });
    if (stored?.note === undefined) return fail('notFound');
    notifier.left(stored.note, stored.draft.hidden);
    return ok({ received: size, note: stored.note });
  }
}

/** After a lost connection the answer reaches no one; the client asks later how much was received. */
function toUploadError(error: unknown): Result<never> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return fail('unavailable');
  throw error;
}

function tooLong({ media }: NoteOffer): Result<never> {
  const message = media === 'video' ? messages.tooLong.video : messages.tooLong.voice;
  return fail('tooLarge', { message });
}
