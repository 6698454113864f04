import type { Note, NoteId, ProfileId, UserId } from '@ringback/protocol';
import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import { asNote, asStored, type StoredNote } from './noteRow.ts';

/** Which notes the server need not keep any longer, at most `limit`; times in ms. */
export interface SpentNotesQuery {
  readonly sentBefore: number;
  readonly seenSince: number;
  readonly limit: number;
}

/** The notes whose bytes can be deleted; `known` are those that people can see. */
export interface ReleasedNotes {
  readonly ids: readonly NoteId[];
  readonly known: readonly StoredNote[];
}

/** Bytes that are stored, and who sent them. */
export interface KeptBytes {
  readonly id: NoteId;
  readonly owner: UserId;
}

/** Tracks which browser profiles have fetched a note, and so how long the server must keep its bytes. */
export class NoteDelivery {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

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

  fetched(userId: UserId, profileId: ProfileId, ids: readonly NoteId[], since: number): Promise<NoteId[]> {
    return this.#db.transaction().execute(async (trx) => {
      const available = await trx
        .selectFrom('notes')
        .select('id')
        .where('id', 'in', ids)
        .where('to', '=', userId)
        .where('hidden', '=', 0)
        .where('sentAt', 'is not', null)
        .where('kept', '=', 1)
        .execute();
      const receipts = available.map(({ id }) => ({ noteId: id, profileId }));
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

  /** In one transaction, because a draft could be completed between being found too old and being released. */
  releaseSpent(query: SpentNotesQuery): Promise<ReleasedNotes> {
    return this.#db.transaction().execute(async (trx) => {
      const ids = await spentIn(trx, query);
      return { ids, known: ids.length === 0 ? [] : await releaseIn(trx, ids) };
    });
  }

  /** Marks bytes as gone before they are deleted, so that no note promises bytes that do not exist. */
  release(ids: readonly NoteId[]): Promise<StoredNote[]> {
    return this.#db.transaction().execute((trx) => releaseIn(trx, ids));
  }

  /** In one statement, because a draft could be completed in between. */
  async releaseUnfinished(before: number, limit: number): Promise<NoteId[]> {
    const unfinished = this.#db
      .selectFrom('notes')
      .select('id')
      .where((eb) => eb('kept', '=', eb.lit(1)))
      .where('sentAt', 'is', null)
      .where('offeredAt', '<', before)
      .limit(limit);
    const rows = await this.#db.deleteFrom('notes').where('id', 'in', unfinished).returning('id').execute();
    return rows.map(({ id }) => id);
  }

  kept(): Promise<KeptBytes[]> {
    return this.#db
      .selectFrom('notes')
      .select(['id', 'from as owner'])
      .where((eb) => eb('kept', '=', eb.lit(1)))
      .execute();
  }
}

async function spentIn(
  trx: Transaction<Tables>,
  { sentBefore, seenSince, limit }: SpentNotesQuery,
): Promise<NoteId[]> {
  const rows = await trx
    .selectFrom('notes')
    .select('id')
    .where((eb) => eb('kept', '=', eb.lit(1)))
    .where((eb) =>
      eb.or([
        eb('sentAt', '<', sentBefore),
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

/** Condition: at least one profile has fetched the note, and so has every profile seen since a time. */
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
