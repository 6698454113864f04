import type { ActiveCallLock, CallId, EntryDraft, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { HistoryTable } from '../../history/historySql.ts';
import { SumMap, type HourlySum } from '../../insight/figures.ts';
import { HourlySumsTable } from '../../insight/hourlySumsTable.ts';
import { PeopleTable, type Acquaintance } from '../../people/peopleSql.ts';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';
import { ActiveCallLockTable } from './activeCallLockTable.ts';
import type { StoredCall } from './callRow.ts';
import { CallTable, type FreshId } from './callTable.ts';

/** Everything that one batch of commands changes. */
export interface CallBatch {
  readonly calls: readonly Tables['calls'][];
  /** Known calls whose visibility has changed. */
  readonly revealed: readonly CallId[];
  /** Locks that their calls give back, because these have ended or are held from now on, or no longer. */
  readonly released: readonly ActiveCallLock[];
  /** A call that does not get its lock is not written. */
  readonly locks: readonly ActiveCallLock[];
  /** A call with one of these ids is not written if the id was used before. */
  readonly fresh: readonly FreshId[];
  readonly entries: readonly EntryDraft[];
  readonly met: readonly Acquaintance[];
  /** The users whose missed calls to count afterwards. */
  readonly countFor: readonly UserId[];
  readonly at: number;
  /** What each call adds to the host's figures. */
  readonly sums: readonly CallSum[];
}

export interface CallSum {
  readonly callId: CallId;
  readonly sum: HourlySum;
}

/** The outcome of writing a batch. */
export interface CallBatchResult {
  /** The calls that are stored now; the others were changed by another server meanwhile. */
  readonly won: ReadonlySet<CallId>;
  /** Unseen missed calls by user; a user without any is left out. */
  readonly missed: ReadonlyMap<UserId, number>;
}

/** The operations on calls. */
export interface CallOperations {
  'calls:live': { input: null; output: StoredCall[] };
  /** By id or alias; leaves out those that do not exist. */
  'calls:byIds': { input: readonly CallId[]; output: StoredCall[] };
  /** Live calls with a deadline up to a time. */
  'calls:overdue': { input: { at: number; limit: number }; output: CallId[] };
  'calls:write': { input: CallBatch; output: CallBatchResult };
}

export function callOperations(db: Kysely<Tables>): OperationHandlers<CallOperations> {
  const calls = new CallTable(db);
  const tables = {
    calls,
    locks: new ActiveCallLockTable(db),
    history: new HistoryTable(db),
    people: new PeopleTable(db),
    sums: new HourlySumsTable(db),
  };
  return {
    'calls:live': () => calls.live(),
    'calls:byIds': (ids) => calls.byIds(ids),
    'calls:overdue': ({ at, limit }) => calls.overdue(at, limit),
    'calls:write': (batch) => writeBatch(db, tables, batch),
  };
}

/** The tables that a batch is written to. */
interface BatchTables {
  readonly calls: CallTable;
  readonly locks: ActiveCallLockTable;
  readonly history: HistoryTable;
  readonly people: PeopleTable;
  readonly sums: HourlySumsTable;
}

/**
 * Writes a batch of any size in one transaction. Rows are written in the order of their ids, so that two servers never
 * wait for each other in a circle.
 */
function writeBatch(db: Kysely<Tables>, tables: BatchTables, batch: CallBatch): Promise<CallBatchResult> {
  const { calls, locks, history, people, sums } = tables;
  return db.transaction().execute(async (trx) => {
    await locks.release(trx, batch.released);
    const unlocked = await locks.acquire(trx, batch.locks);
    const used = await calls.withUsedIds(trx, batch.fresh);
    const won = await calls.write(trx, without(batch.calls, [...unlocked, ...used]), batch.revealed);
    await history.record(
      trx,
      batch.entries.filter(({ callId }) => won.has(callId)),
    );
    await people.meet(trx, batch.met, batch.at);
    await sums.write(trx, sumsOf(batch.sums, won));
    return { won, missed: await history.missedOf(batch.countFor, trx) };
  });
}

/** Together in one row for each figure, since the calls of a batch mostly do the same. */
function sumsOf(ofCalls: readonly CallSum[], won: ReadonlySet<CallId>): HourlySum[] {
  const sums = new SumMap();
  for (const { callId, sum } of ofCalls) if (won.has(callId)) sums.add(sum);
  return sums.take();
}

function without(rows: CallBatch['calls'], ids: readonly CallId[]): CallBatch['calls'] {
  return ids.length === 0 ? rows : rows.filter(({ id }) => !ids.includes(id));
}
