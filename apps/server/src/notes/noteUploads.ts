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
import type { Storage } from '../storage/storage.ts';
import type { CallOperations } from '../calls/sql/callsSql.ts';
import type { StoredNote } from './noteRow.ts';
import type { NoteOperations } from './notesSql.ts';
import type { NoteFiles } from './noteFiles.ts';
import { isParty, mayLeaveNote } from './notePermissions.ts';
import type { NoteNotifier } from './noteNotifier.ts';

const words = {
  tooLong: {
    voice: 'A voice note may have at most 1 MB. Record a shorter one.',
    video: 'A video note may have at most 8 MB. Record a shorter one.',
  },
  answered: 'A note can be left only after a call of yours that was not answered.',
  conflict: 'There is a note for this call already.',
  full: 'Too many notes wait to be heard already. Send a message instead, or try again in some days.',
  elsewhere: 'The next part of the note does not begin there.',
  broken: 'That is no note.',
} as const;

/** What taking notes in works with. */
export interface NoteUploadsDeps {
  readonly storage: Storage<NoteOperations & Pick<CallOperations, 'calls:byIds'>>;
  readonly noteFiles: NoteFiles;
  readonly notifier: NoteNotifier;
  /** How many bytes all notes may have together. */
  readonly noteRoom: number;
  readonly now: () => number;
}

/** A part of a note as it comes in. */
export interface IncomingPart {
  readonly offset: number;
  readonly body: Readable;
}

/**
 * Takes notes in: first what they are, then their bytes, in parts that may break off and go on later.
 *
 * ```
 *   nothing ──offer──> expected ──part, part…──> whole ──its header is right──> sent
 *                         ^  └── breaks off ──┐    └──────── is no note ──────> nothing
 *                         └───── offer ───────┘
 * ```
 */
export class NoteUploads {
  readonly #deps: NoteUploadsDeps;
  readonly #coming = new Map<NoteId, { readonly body: Readable; readonly over: Promise<unknown> }>();

  constructor(deps: NoteUploadsDeps) {
    this.#deps = deps;
  }

  /** Takes an offer, which may be made again to learn how far the bytes have come. */
  async offer(userId: UserId, offer: NoteOffer): Promise<Result<NoteUpload>> {
    const { storage, now, noteRoom: room } = this.#deps;
    if (offer.size > maxNoteBytes(offer.media)) return tooLong(offer);
    const [found] = await storage.run('calls:byIds', [offer.callId]);
    const call = found?.call;
    if (call === undefined || !isParty(call, userId)) return fail('notFound');
    if (!mayLeaveNote(call, userId)) return fail('forbidden', { message: words.answered });
    const parties = { from: userId, to: call.callee.userId, hidden: call.visibility === 'hidden' };
    const draft = { ...offer, callId: call.id, ...parties };
    const offered = await storage.run('notes:offer', { draft, at: now(), room });
    switch (offered.kind) {
      case 'conflict':
        return fail('conflict', { message: words.conflict });
      case 'full':
        return fail('forbidden', { message: words.full });
      case 'taken':
        return this.#standing(offered.stored);
    }
  }

  /** Takes a part of a note. Should an older part of it still be under way, its connection was lost: it ends. */
  async take(userId: UserId, id: NoteId, part: IncomingPart): Promise<Result<NoteUpload>> {
    const stored = await this.#deps.storage.run('notes:byId', id);
    if (stored === undefined || stored.draft.from !== userId) return fail('notFound');
    if (stored.note !== undefined) return this.#standing(stored);
    while (this.#coming.has(id)) {
      const older = this.#coming.get(id);
      older?.body.destroy();
      await older?.over;
    }
    const taking = this.#append(stored, part).catch(brokenOff);
    const over = taking.then(
      () => this.#coming.delete(id),
      () => this.#coming.delete(id),
    );
    this.#coming.set(id, { body: part.body, over });
    return taking;
  }

  async #append(stored: StoredNote, { offset, body }: IncomingPart): Promise<Result<NoteUpload>> {
    const { id, size: most } = stored.draft;
    // A body that is left before its end must not be destroyed: the answer goes over the same connection.
    const part = body.iterator({ destroyOnReturn: false });
    const appended = await this.#deps.noteFiles.append(id, part, { offset, most });
    // What is left of it has to come in before an answer is heard.
    body.resume();
    switch (appended.kind) {
      case 'tooLong':
        return tooLong(stored.draft);
      case 'elsewhere':
        return fail('conflict', { message: words.elsewhere });
      case 'appended':
        return this.#standing(stored);
    }
  }

  /** How far a note has come; one that is whole is sent by this, also if an earlier process of ours did not come to it. */
  async #standing({ draft, note, kept }: StoredNote): Promise<Result<NoteUpload>> {
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
      return fail('badRequest', { message: words.broken });
    }
    const stored = await storage.run('notes:complete', { id, at: now() });
    if (stored?.note === undefined) return fail('notFound');
    notifier.left(stored.note, stored.draft.hidden);
    return ok({ received: size, note: stored.note });
  }
}

/** Whoever was sending hears nothing of this answer, and asks later how far it came. */
function brokenOff(error: unknown): Result<never> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return fail('unavailable');
  throw error;
}

function tooLong({ media }: NoteOffer): Result<never> {
  return fail('tooLarge', { message: media === 'video' ? words.tooLong.video : words.tooLong.voice });
}
