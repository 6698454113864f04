import { bounds, type CallId, type Note, type NoteId, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { keptBytes } from './keptBytes.ts';
import { asNote, asRow, asStored, notePair } from './noteRow.ts';
import type { MessageWish, NoteDraft, NotePage, OfferedNote, StoredNote } from './operations.ts';
import type { Tables } from './schema.ts';

type Db = Kysely<Tables> | Transaction<Tables>;

/** Reads and writes what is known of notes; their bytes are kept elsewhere. */
export class NoteTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Takes a note in once, however often it is offered, if there is room for it. */
  offer(draft: NoteDraft, at: number, room: number): Promise<OfferedNote> {
    return this.#db.transaction().execute(async (trx) => {
      const { id, callId } = draft;
      const known = await trx
        .selectFrom('notes')
        .selectAll()
        .where((eb) => eb.or([eb('id', '=', id), eb('callId', '=', callId)]))
        .executeTakeFirst();
      if (known !== undefined)
        return isSame(known, draft) ? { kind: 'taken', stored: asStored(known) } : { kind: 'conflict' };
      if (await isFull(trx, draft, room)) return { kind: 'full' };
      const row = asRow(draft, at);
      await trx.insertInto('notes').values(row).execute();
      return { kind: 'taken', stored: asStored(row) };
    });
  }

  async byId(id: NoteId): Promise<StoredNote | undefined> {
    const row = await this.#db.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst();
    return row && asStored(row);
  }

  async ofCalls(userId: UserId, callIds: readonly CallId[]): Promise<Note[]> {
    return notesOf(await this.#seenBy(userId).where('callId', 'in', callIds).execute());
  }

  /** Times rise from note to note of the same two people, whatever the clock does. */
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

  async page({ userId, peerId, before, limit }: MessageWish): Promise<NotePage> {
    let query = this.#seenBy(userId).where('pair', '=', notePair(userId, peerId));
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

  /** Complete notes of which a user knows. */
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

async function isFull(
  trx: Transaction<Tables>,
  { from, to, size }: NoteDraft,
  room: number,
): Promise<boolean> {
  if ((await keptBytes(trx)) + size > room) return true;
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
