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
import type { NoteSpace } from './noteSpace.ts';
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
  /** Whether messages of the first user reach the second. */
  readonly mayWrite: (from: UserId, to: UserId) => Promise<boolean>;
  readonly space: NoteSpace;
  readonly now: () => number;
}

/** A part of a note, as it is being uploaded. */
export interface IncomingPart {
  readonly offset: number;
  readonly body: Readable;
  /** Counts bytes for the address that sends them. Returns 0, or in how many ms it may send that many. */
  readonly takeBytes: (bytes: number) => number;
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
    const { storage, now, space } = this.#deps;
    if (offer.size > maxNoteBytes(offer.media)) return tooLong(offer);
    const [found] = await storage.run('calls:byIds', [offer.callId]);
    const call = found?.call;
    if (call === undefined || !isParty(call, userId)) return fail('notFound');
    if (!mayLeaveNote(call, userId)) return fail('forbidden', { message: messages.answered });
    const to = call.callee.userId;
    const hidden = call.visibility === 'hidden' || !(await this.#deps.mayWrite(userId, to));
    const parties = { from: userId, to, hidden };
    const draft = { ...offer, callId: call.id, ...parties };
    const hasRoom = space.hasRoomFor(userId, offer.size);
    const offered = await storage.run('notes:offer', { draft, at: now(), hasRoom });
    switch (offered.kind) {
      case 'conflict':
        return fail('conflict', { message: messages.conflict });
      case 'full':
        return fail('forbidden', { message: messages.full });
      case 'accepted':
        await storage.run('notes:touch', { id: offer.id, at: now() });
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

  async #append(stored: StoredNote, { offset, body, takeBytes }: IncomingPart): Promise<Result<NoteUpload>> {
    const { noteFiles, storage, space, now } = this.#deps;
    const { id, from, size: maxBytes } = stored.draft;
    await storage.run('notes:touch', { id, at: now() });
    // The answer goes over the same connection, so the body must not be destroyed before its end.
    const part = metered(body.iterator({ destroyOnReturn: false }), (bytes) => {
      const retryAfterMs = takeBytes(bytes);
      if (retryAfterMs > 0) throw new PartRefused(fail('tooMany', { retryAfterMs }));
      if (!space.grow(id, from, bytes)) throw new PartRefused(fail('forbidden', { message: messages.full }));
    });
    const count = async (): Promise<void> => {
      // Clients read the answer only after they have sent the whole body.
      body.resume();
      // What was counted may not have been stored.
      space.set(id, from, await noteFiles.received(id));
    };
    const appended = await noteFiles.append(id, part, { offset, maxBytes }).then(
      async (outcome) => {
        await count();
        return outcome;
      },
      async (error: unknown) => {
        await count();
        throw error;
      },
    );
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
    const { storage, noteFiles, notifier, space, now } = this.#deps;
    if (!isNoteHeader(await noteFiles.head(id, noteHeaderBytes), size)) {
      await storage.run('notes:release', [id]);
      await noteFiles.remove(id);
      space.remove(id);
      return fail('badRequest', { message: messages.notANote });
    }
    const stored = await storage.run('notes:complete', { id, at: now() });
    if (stored?.note === undefined) return fail('notFound');
    notifier.left(stored.note, stored.draft.hidden);
    return ok({ received: size, note: stored.note });
  }
}

/** A part of a note that cannot be stored; the bytes before it stay. */
class PartRefused extends Error {
  readonly result: Result<never>;

  constructor(result: Result<never>) {
    super('A part of a note was refused.');
    this.result = result;
  }
}

/** Passes on bytes once they were counted; `count` may throw. */
async function* metered(
  part: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of part) {
    count(bytes.length);
    yield bytes;
  }
}

/** After a lost connection the answer reaches no one; the client asks later how much was received. */
function toUploadError(error: unknown): Result<never> {
  if (error instanceof PartRefused) return error.result;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return fail('unavailable');
  throw error;
}

function tooLong({ media }: NoteOffer): Result<never> {
  const message = media === 'video' ? messages.tooLong.video : messages.tooLong.voice;
  return fail('tooLarge', { message });
}
