import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  bounds,
  fail,
  isNoteHeader,
  NoteId,
  ok,
  type CallId,
  type Greeting,
  type MaybeGreeting,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { CallOperations } from '../calls/sql/callsSql.ts';
import type { Storage } from '../storage/storage.ts';
import type { GreetingOperations } from './greetingsSql.ts';
import type { NoteFiles } from './noteFiles.ts';
import { mayLeaveNote } from './noteNotifier.ts';
import type { NoteSpace } from './noteSpace.ts';

export interface VoicemailGreetingsDeps {
  readonly storage: Storage<GreetingOperations & Pick<CallOperations, 'calls:byIds'>>;
  readonly noteFiles: NoteFiles;
  readonly space: NoteSpace;
}

const full = 'This server has no room for a greeting now. Try again in some days.';

/** The greetings that callers hear before they leave a note. Stored like notes, but kept until they are replaced. */
export class VoicemailGreetings {
  readonly #deps: VoicemailGreetingsDeps;

  constructor(deps: VoicemailGreetingsDeps) {
    this.#deps = deps;
  }

  async of(userId: UserId): Promise<Result<MaybeGreeting>> {
    const stored = await this.#deps.storage.run('greetings:of', userId);
    if (stored === undefined) return ok({});
    const { id, ...about } = stored;
    const bytes = await buffer(this.#deps.noteFiles.read(id));
    return ok({ greeting: { ...about, envelope: bytes.toString('base64') } });
  }

  /** The callee's greeting, for the caller of an unanswered call. A hidden caller gets the same answer as any other. */
  async after(userId: UserId, callId: CallId): Promise<Result<MaybeGreeting>> {
    const [found] = await this.#deps.storage.run('calls:byIds', [callId]);
    if (found === undefined || !mayLeaveNote(found.call, userId)) return fail('notFound');
    return this.of(found.call.callee.userId);
  }

  /** Replaces a user's greeting. */
  async set(userId: UserId, { envelope, ...about }: Greeting): Promise<Result<MaybeGreeting>> {
    const { storage, noteFiles, space } = this.#deps;
    const bytes = new Uint8Array(Buffer.from(envelope, 'base64'));
    if (!isNoteHeader(bytes, bytes.length)) return fail('badRequest', { message: 'That is no greeting.' });
    const before = await storage.run('greetings:of', userId);
    const replaced = before === undefined ? 0 : space.sizeOf(before.id);
    if (!space.hasRoomFor(userId, bytes.length - replaced)) return fail('forbidden', { message: full });
    const id = v.parse(NoteId, randomUUID());
    space.set(id, userId, bytes.length);
    await noteFiles.append(id, Readable.from([bytes]), { offset: 0, maxBytes: bounds.voiceNoteBytes });
    const greeting = { id, ...about, size: bytes.length };
    await this.#removeFile(await storage.run('greetings:set', { userId, greeting }));
    return ok({ greeting: { ...about, envelope } });
  }

  async remove(userId: UserId): Promise<void> {
    await this.#removeFile(await this.#deps.storage.run('greetings:remove', userId));
  }

  async #removeFile(id: NoteId | undefined): Promise<void> {
    if (id === undefined) return;
    await this.#deps.noteFiles.remove(id);
    this.#deps.space.remove(id);
  }
}
