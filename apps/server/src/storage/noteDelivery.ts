import type { Note, NoteId, ProfileId, UserId } from '@ringback/protocol';
import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import { asNote, asStored } from './noteRow.ts';
import type { Input, Output, StoredNote } from './operations.ts';
import type { Tables } from './schema.ts';

/** Reads and writes which browser profiles keep a note, and so for how long the server has to. */
export class NoteDelivery {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Lists the latest notes to a user that were not played, or that a profile has yet to fetch. */
  async newFor(userId: UserId, profileId: ProfileId | undefined, limit: number): Promise<Note[]> {
    const rows = await this.#db
      .selectFrom('notes')
      .selectAll()
      .where('to', '=', userId)
      .where((eb) => eb('hidden', '=', eb.lit(0)))
      .where('sentAt', 'is not', null)
      .where((eb) => {
        const unplayed = eb('playedAt', 'is', null);
        if (profileId === undefined) return unplayed;
        return eb.or([unplayed, eb.and([eb('kept', '=', 1), eb.not(hasFetched(eb, profileId))])]);
      })
      .orderBy('sentAt', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap((row) => (row.sentAt === null ? [] : [asNote(row, row.sentAt)]));
  }

  /** Notes that a profile keeps some notes from now on; lists those that all profiles seen since a time keep. */
  fetched(userId: UserId, profileId: ProfileId, ids: readonly NoteId[], since: number): Promise<NoteId[]> {
    return this.#db.transaction().execute(async (trx) => {
      const meant = await trx
        .selectFrom('notes')
        .select('id')
        .where('id', 'in', ids)
        .where('to', '=', userId)
        .where('hidden', '=', 0)
        .where('sentAt', 'is not', null)
        .where('kept', '=', 1)
        .execute();
      const receipts = meant.map(({ id }) => ({ noteId: id, profileId }));
      if (receipts.length === 0) return [];
      await trx
        .insertInto('noteReceipts')
        .values(receipts)
        .onConflict((oc) => oc.doNothing())
        .execute();
      const delivered = await trx
        .selectFrom('notes')
        .select('id')
        .where('id', 'in', ids)
        .where('to', '=', userId)
        .where('kept', '=', 1)
        .where((eb) => isDelivered(eb, since))
        .execute();
      return delivered.map(({ id }) => id);
    });
  }

  /** At once, or a draft could become whole between being found too old and being let go. */
  releaseSpent(wish: Input<'notes:releaseSpent'>): Promise<Output<'notes:releaseSpent'>> {
    return this.#db.transaction().execute(async (trx) => {
      const ids = await spentIn(trx, wish);
      return { ids, known: ids.length === 0 ? [] : await releaseIn(trx, ids) };
    });
  }

  /** Says that bytes are gone, ahead of deleting them: what is said to be there has to be there. */
  release(ids: readonly NoteId[]): Promise<StoredNote[]> {
    return this.#db.transaction().execute((trx) => releaseIn(trx, ids));
  }

  async kept(): Promise<NoteId[]> {
    const rows = await this.#db
      .selectFrom('notes')
      .select('id')
      .where((eb) => eb('kept', '=', eb.lit(1)))
      .execute();
    return rows.map(({ id }) => id);
  }
}

/** Notes whose bytes are of no use any more. */
async function spentIn(
  trx: Transaction<Tables>,
  { sentBefore, offeredBefore, seenSince, limit }: Input<'notes:releaseSpent'>,
): Promise<NoteId[]> {
  const rows = await trx
    .selectFrom('notes')
    .select('id')
    .where((eb) => eb('kept', '=', eb.lit(1)))
    .where((eb) =>
      eb.or([
        eb('sentAt', '<', sentBefore),
        eb.and([eb('sentAt', 'is', null), eb('offeredAt', '<', offeredBefore)]),
        eb.and([eb('sentAt', 'is not', null), isDelivered(eb, seenSince)]),
      ]),
    )
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

async function releaseIn(trx: Transaction<Tables>, ids: readonly NoteId[]): Promise<StoredNote[]> {
  await trx.deleteFrom('notes').where('id', 'in', ids).where('sentAt', 'is', null).execute();
  const rows = await trx
    .updateTable('notes')
    .set({ kept: 0 })
    .where('id', 'in', ids)
    .returningAll()
    .execute();
  await trx.deleteFrom('noteReceipts').where('noteId', 'in', ids).execute();
  return rows.map(asStored);
}

function hasFetched(eb: ExpressionBuilder<Tables, 'notes'>, profileId: ProfileId) {
  return eb.exists(
    eb
      .selectFrom('noteReceipts')
      .select('profileId')
      .whereRef('noteReceipts.noteId', '=', 'notes.id')
      .where('noteReceipts.profileId', '=', profileId),
  );
}

/** Some profile keeps it, and none is left that was seen since a time and does not. */
function isDelivered(eb: ExpressionBuilder<Tables, 'notes'>, since: number) {
  const receipts = eb
    .selectFrom('noteReceipts')
    .select('noteReceipts.profileId')
    .whereRef('noteReceipts.noteId', '=', 'notes.id');
  const waiting = eb
    .selectFrom('profiles')
    .select('profiles.id')
    .whereRef('profiles.userId', '=', 'notes.to')
    .where('profiles.seenAt', '>=', since)
    .where('profiles.id', 'not in', receipts);
  return eb.and([eb.exists(receipts), eb.not(eb.exists(waiting))]);
}
