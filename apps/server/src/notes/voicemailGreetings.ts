import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
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
import type { Storage } from '../storage/storage.ts';
import type { CallOperations } from '../calls/sql/callsSql.ts';
import type { GreetingOperations } from './greetingsSql.ts';
import type { NoteFiles } from './noteFiles.ts';
import { mayLeaveNote } from './notePermissions.ts';

/** What greetings work with. */
export interface VoicemailGreetingsDeps {
  readonly storage: Storage<GreetingOperations & Pick<CallOperations, 'calls:byIds'>>;
  readonly noteFiles: NoteFiles;
  /** How many bytes all notes and greetings may have together. */
  readonly noteRoom: number;
}

const full = 'This server has no room for a greeting now. Try again in some days.';

/** What people say to those whose calls they do not answer. Kept like notes: opaque, and as long as they are wanted. */
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

  /** What a caller hears of the one who did not answer: the same whether or not the call was hidden from them. */
  async after(userId: UserId, callId: CallId): Promise<Result<MaybeGreeting>> {
    const [found] = await this.#deps.storage.run('calls:byIds', [callId]);
    if (found === undefined || !mayLeaveNote(found.call, userId)) return fail('notFound');
    return this.of(found.call.callee.userId);
  }

  /** Takes a greeting in the place of the one before. */
  async set(userId: UserId, { envelope, ...about }: Greeting): Promise<Result<MaybeGreeting>> {
    const bytes = new Uint8Array(Buffer.from(envelope, 'base64'));
    if (!isNoteHeader(bytes, bytes.length)) return fail('badRequest', { message: 'That is no greeting.' });
    const id = v.parse(NoteId, randomUUID());
    const part = Readable.from([bytes]);
    await this.#deps.noteFiles.append(id, part, { offset: 0, most: bounds.voiceNoteBytes });
    const greeting = { id, ...about, size: bytes.length };
    const set = await this.#deps.storage.run('greetings:set', {
      userId,
      greeting,
      room: this.#deps.noteRoom,
    });
    await this.#forget(set.kind === 'set' ? set.before : id);
    return set.kind === 'set'
      ? ok({ greeting: { ...about, envelope } })
      : fail('forbidden', { message: full });
  }

  async remove(userId: UserId): Promise<void> {
    await this.#forget(await this.#deps.storage.run('greetings:remove', userId));
  }

  async #forget(id: NoteId | undefined): Promise<void> {
    if (id !== undefined) await this.#deps.noteFiles.remove(id);
  }
}
