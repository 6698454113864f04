import { bounds, type CallId, type Note, type NoteId, type ProfileId, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { pairOf, type Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { greetingOperations, GreetingTable, type GreetingOperations } from './greetingsSql.ts';
import { NoteDelivery, type KeptBytes, type ReleasedNotes, type SpentNotesQuery } from './noteDeliverySql.ts';
import { asNote, asStored, noteRow, type NoteDraft, type StoredNote } from './noteRow.ts';

/** The outcome of an offer. `accepted`: now or before. `conflict`: the id or the call has another note. */
type OfferedNote =
  | { readonly kind: 'accepted'; readonly stored: StoredNote }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'full' };

/** Which notes between two people to list: newest first, from before a time. */
interface NoteQuery {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly before: number | undefined;
  readonly limit: number;
}

/** One page of the notes between two people, newest first. */
interface NotePage {
  readonly notes: Note[];
  /** The next page begins before this time; absent on the last page. */
  readonly next?: number;
}

/** The operations on notes and greetings. */
export interface NoteOperations extends GreetingOperations {
  /** `hasRoom`: whether a new note may be stored; a known one is accepted in any case. */
  'notes:offer': { input: { draft: NoteDraft; at: number; hasRoom: boolean }; output: OfferedNote };
  /** The upload of a note goes on, so it does not count as given up. */
  'notes:touch': { input: { id: NoteId; at: number }; output: void };
  'notes:byId': { input: NoteId; output: StoredNote | undefined };
  'notes:ofCalls': { input: { userId: UserId; callIds: readonly CallId[] }; output: Note[] };
  /** All bytes of a note have arrived; undefined if it was released meanwhile. */
  'notes:complete': { input: { id: NoteId; at: number }; output: StoredNote | undefined };
  'notes:page': { input: NoteQuery; output: NotePage };
  /** The latest notes to a user that were not played, or that a browser profile has not fetched. */
  'notes:new': { input: { userId: UserId; profileId: ProfileId | undefined; limit: number }; output: Note[] };
  /** Undefined if the note is not for this user. `isNew`: it was not played before. */
  'notes:played': {
    input: { userId: UserId; id: NoteId; at: number };
    output: { readonly note: Note; readonly isNew: boolean } | undefined;
  };
  /** A profile has fetched these notes. Returns those that every profile seen since a time has fetched now. */
  'notes:fetched': {
    input: { userId: UserId; profileId: ProfileId; ids: readonly NoteId[]; since: number };
    output: NoteId[];
  };
  /** Releases notes that are old or delivered to every profile. */
  'notes:releaseSpent': { input: SpentNotesQuery; output: ReleasedNotes };
  /** Their bytes are about to be deleted; drafts are forgotten. Returns the notes that people can see. */
  'notes:release': { input: readonly NoteId[]; output: StoredNote[] };
  /** Forgets notes whose upload did not go on since a time; returns their ids. */
  'notes:releaseUnfinished': { input: { before: number; limit: number }; output: NoteId[] };
  /** The ids under which bytes of notes and greetings are stored, or about to arrive, and who sent them. */
  'notes:kept': { input: null; output: KeptBytes[] };
}

export function noteOperations(db: Kysely<Tables>): OperationHandlers<NoteOperations> {
  const notes = new NoteTable(db);
  const greetings = new GreetingTable(db);
  const delivery = new NoteDelivery(db);
  return {
    ...greetingOperations(db),
    'notes:offer': ({ draft, at, hasRoom }) => notes.offer(draft, at, hasRoom),
    'notes:touch': ({ id, at }) => notes.touch(id, at),
    'notes:byId': (id) => notes.byId(id),
    'notes:ofCalls': ({ userId, callIds }) => notes.ofCalls(userId, callIds),
    'notes:complete': ({ id, at }) => notes.complete(id, at),
    'notes:page': (query) => notes.page(query),
    'notes:new': ({ userId, profileId, limit }) => delivery.newFor(userId, profileId, limit),
    'notes:played': ({ userId, id, at }) => notes.played(userId, id, at),
    'notes:fetched': ({ userId, profileId, ids, since }) => delivery.fetched(userId, profileId, ids, since),
    'notes:releaseSpent': (query) => delivery.releaseSpent(query),
    'notes:release': (ids) => delivery.release(ids),
    'notes:releaseUnfinished': ({ before, limit }) => delivery.releaseUnfinished(before, limit),
    'notes:kept': async () => [...(await delivery.kept()), ...(await greetings.kept())],
  };
}

type Db = Kysely<Tables> | Transaction<Tables>;

/** What is known of notes; their bytes are stored in files. */
class NoteTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Idempotent by the note's id. */
  offer(draft: NoteDraft, at: number, hasRoom: boolean): Promise<OfferedNote> {
    return this.#db.transaction().execute(async (trx) => {
      const { id, callId } = draft;
      const known = await trx
        .selectFrom('notes')
        .selectAll()
        .where((eb) => eb.or([eb('id', '=', id), eb('callId', '=', callId)]))
        .executeTakeFirst();
      if (known !== undefined)
        return isSame(known, draft) ? { kind: 'accepted', stored: asStored(known) } : { kind: 'conflict' };
      if (!hasRoom || (await isFull(trx, draft))) return { kind: 'full' };
      const row = noteRow(draft, at);
      await trx.insertInto('notes').values(row).execute();
      return { kind: 'accepted', stored: asStored(row) };
    });
  }

  async touch(id: NoteId, at: number): Promise<void> {
    await this.#db
      .updateTable('notes')
      .set({ offeredAt: at })
      .where('id', '=', id)
      .where('sentAt', 'is', null)
      .execute();
  }

  async byId(id: NoteId): Promise<StoredNote | undefined> {
    const row = await this.#db.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst();
    return row && asStored(row);
  }

  async ofCalls(userId: UserId, callIds: readonly CallId[]): Promise<Note[]> {
    return notesOf(await this.#seenBy(userId).where('callId', 'in', callIds).execute());
  }

  /** Each note of two people is later than the one before, even if the clock went back. */
  complete(id: NoteId, at: number): Promise<StoredNote | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined || row.kept === 0) return undefined;
      if (row.sentAt !== null) return asStored(row);
      const sentAt = Math.max(at, (await newestTime(trx, row.pair)) + 1);
      await trx.updateTable('notes').set({ sentAt }).where('id', '=', id).execute();
      return asStored({ ...row, sentAt });
    });
  }

  async page({ userId, peerId, before, limit }: NoteQuery): Promise<NotePage> {
    let query = this.#seenBy(userId).where('pair', '=', pairOf(userId, peerId));
    if (before !== undefined) query = query.where('sentAt', '<', before);
    const rows = await query
      .orderBy('sentAt', 'desc')
      .limit(limit + 1)
      .execute();
    const notes = notesOf(rows.slice(0, limit));
    const last = rows.length > limit ? notes.at(-1) : undefined;
    return { notes, ...(last !== undefined && { next: last.sentAt }) };
  }

  async played(userId: UserId, id: NoteId, at: number): Promise<{ note: Note; isNew: boolean } | undefined> {
    const updated = await this.#db
      .updateTable('notes')
      .set({ playedAt: at })
      .where('id', '=', id)
      .where('to', '=', userId)
      .where('hidden', '=', 0)
      .where('sentAt', 'is not', null)
      .where('playedAt', 'is', null)
      .returning('id')
      .execute();
    const [note] = notesOf(
      await this.#seenBy(userId).where('id', '=', id).where('to', '=', userId).execute(),
    );
    return note && { note, isNew: updated.length > 0 };
  }

  /** Complete notes that a user may see. */
  #seenBy(userId: UserId) {
    return this.#db
      .selectFrom('notes')
      .selectAll()
      .where((eb) => eb.or([eb('from', '=', userId), eb.and([eb('to', '=', userId), eb('hidden', '=', 0)])]))
      .where('sentAt', 'is not', null);
  }
}

function notesOf(rows: readonly Tables['notes'][]): Note[] {
  return rows.flatMap((row) => (row.sentAt === null ? [] : [asNote(row, row.sentAt)]));
}

function isSame(known: Tables['notes'], draft: NoteDraft): boolean {
  const { id, callId, from, media, mime, size } = draft;
  return (
    known.id === id &&
    known.callId === callId &&
    known.from === from &&
    known.media === media &&
    known.mime === mime &&
    known.size === size
  );
}

async function isFull(trx: Transaction<Tables>, { from, to }: NoteDraft): Promise<boolean> {
  const ofUser = await trx
    .selectFrom('notes')
    .select('to')
    .where('from', '=', from)
    .where((eb) => eb('kept', '=', eb.lit(1)))
    .execute();
  const ofPair = ofUser.filter((note) => note.to === to);
  return ofUser.length >= bounds.notesKeptPerUser || ofPair.length >= bounds.notesKeptPerPair;
}

async function newestTime(db: Db, pair: string): Promise<number> {
  const newest = await db
    .selectFrom('notes')
    .select((eb) => eb.fn.max('sentAt').as('at'))
    .where('pair', '=', pair)
    .executeTakeFirst();
  return newest?.at ?? 0;
}
