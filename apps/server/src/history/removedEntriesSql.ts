import { setImmediate } from 'node:timers/promises';
import type { CallId, RemovalId, UserId } from '@ringback/protocol';
import {
  sql,
  type ExpressionBuilder,
  type Expression,
  type Kysely,
  type SqlBool,
  type Transaction,
} from 'kysely';
import type { Tables } from '../storage/schema.ts';
import { isOfCalls } from './entrySql.ts';

/** Removes entries from a user's history, for good unless the user undoes it soon. */
export interface Removal {
  readonly userId: UserId;
  readonly removal: RemovalId;
  readonly at: number;
}

/** Rows that move in one transaction, about 4 ms of work: calls that cannot wait are written between two of them. */
const batchSize = 200;

const columns = [
  'userId',
  'callId',
  'peerId',
  'direction',
  'media',
  'label',
  'detail',
  'cause',
  'durationMs',
  'deviceId',
  'request',
  'reason',
  'urgent',
  'quiet',
  'placedAt',
  'endedAt',
  'seen',
] as const satisfies (keyof Tables['history'])[];

type Which<Table extends keyof Tables> = (eb: ExpressionBuilder<Tables, Table>) => Expression<SqlBool>;

/** Moves entries out of the history table, until they are restored or purged. */
export class RemovedEntryTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  take(removal: Removal, callIds: readonly CallId[]): Promise<CallId[]> {
    return this.#take(removal, (eb) => isOfCalls(eb, callIds));
  }

  /** Takes the newest entries first. */
  async takeUntil(removal: Removal, placedAt: number): Promise<number> {
    for (let taken = 0; ;) {
      const from = await this.#startOfPiece(removal.userId, placedAt);
      const piece = await this.#take(removal, (eb) =>
        eb.and([eb('placedAt', '<=', placedAt), eb('placedAt', '>=', from ?? 0)]),
      );
      taken += piece.length;
      if (from === undefined) return taken;
      await setImmediate();
    }
  }

  async restore({
    userId,
    removal,
    since,
  }: {
    userId: UserId;
    removal: RemovalId;
    since: number;
  }): Promise<CallId[]> {
    const restored: CallId[] = [];
    for (;;) {
      const piece = await this.#db.transaction().execute((trx) => putBack(trx, userId, removal, since));
      restored.push(...piece);
      if (piece.length === 0) return restored;
      await setImmediate();
    }
  }

  /** Deletes entries for good, and the calls that are in no history any more. */
  async purge(removedAt: number): Promise<void> {
    for (;;) {
      const purged = await this.#db.transaction().execute(async (trx) => {
        const rows = await purgeEntries(trx, removedAt);
        await deleteUnlistedCalls(trx, rows);
        return rows.length;
      });
      if (purged < batchSize) return;
      await setImmediate();
    }
  }

  #take({ userId, removal, at }: Removal, which: Which<'history'>): Promise<CallId[]> {
    return this.#db.transaction().execute(async (trx) => {
      await trx
        .insertInto('removed')
        .columns([...columns, 'removal', 'removedAt'])
        .expression((eb) =>
          eb
            .selectFrom('history')
            .select(columns)
            .select((each) => [each.val(removal).as('removal'), each.val(at).as('removedAt')])
            .where('userId', '=', userId)
            .where(which),
        )
        .onConflict((oc) => oc.doNothing())
        .execute();
      const gone = trx.deleteFrom('history').where('userId', '=', userId).where(which).returning('callId');
      return (await gone.execute()).map(({ callId }) => callId);
    });
  }

  /** The time of the last entry of the next batch, newest first; undefined if the rest is smaller than a batch. */
  async #startOfPiece(userId: UserId, placedAt: number): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('history')
      .select('placedAt')
      .where('userId', '=', userId)
      .where('placedAt', '<=', placedAt)
      .orderBy('placedAt', 'desc')
      .orderBy('callId', 'desc')
      .offset(batchSize - 1)
      .limit(1)
      .executeTakeFirst();
    return row?.placedAt;
  }
}

async function putBack(
  trx: Transaction<Tables>,
  userId: UserId,
  removal: RemovalId,
  since: number,
): Promise<CallId[]> {
  const oldest = await trx
    .selectFrom('removed')
    .select('placedAt')
    .where('userId', '=', userId)
    .where('removal', '=', removal)
    .where('removedAt', '>=', since)
    .orderBy('placedAt')
    .limit(batchSize)
    .execute();
  const last = oldest.at(-1);
  if (last === undefined) return [];
  const isSelected: Which<'removed'> = (eb) =>
    eb.and([
      eb('userId', '=', userId),
      eb('removal', '=', removal),
      eb('removedAt', '>=', since),
      eb('placedAt', '<=', last.placedAt),
    ]);
  await trx
    .insertInto('history')
    .columns(columns)
    .expression((eb) => eb.selectFrom('removed').select(columns).where(isSelected))
    .onConflict((oc) => oc.doNothing())
    .execute();
  const back = await trx.deleteFrom('removed').where(isSelected).returning('callId').execute();
  return back.map(({ callId }) => callId);
}

async function purgeEntries(trx: Transaction<Tables>, removedAt: number): Promise<CallId[]> {
  const deletion = trx
    .deleteFrom('removed')
    .where((eb) =>
      eb(
        eb.refTuple('userId', 'removal', 'placedAt', 'callId'),
        'in',
        eb
          .selectFrom('removed as old')
          .select(['old.userId', 'old.removal', 'old.placedAt', 'old.callId'])
          .where('old.removedAt', '<=', removedAt)
          .limit(batchSize)
          .$asTuple('userId', 'removal', 'placedAt', 'callId'),
      ),
    );
  return (await deletion.returning('callId').execute()).map(({ callId }) => callId);
}

/** A call goes with the last entry about it: its row names both people, and says what happened. */
async function deleteUnlistedCalls(trx: Transaction<Tables>, callIds: readonly CallId[]): Promise<void> {
  for (const ids of inPieces(callIds))
    await sql`delete from calls where id in (${sql.join(ids)}) and live = 0
      and not exists (${entriesOf('history')}) and not exists (${entriesOf('removed')})`.execute(trx);
}

/** The entries of a call, found by the keys of their table. */
function entriesOf(table: 'history' | 'removed') {
  return sql`select 1 from ${sql.table(table)} as entry
    where entry."userId" in (calls."callerId", calls."calleeId")
    and entry."placedAt" = calls."placedAt" and entry."callId" = calls.id`;
}

/** Parameters in one statement; far below the limit of every dialect. */
const idsAtOnce = 100;

function inPieces<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [];
  for (let at = 0; at < items.length; at += idsAtOnce) pieces.push(items.slice(at, at + idsAtOnce));
  return pieces;
}
