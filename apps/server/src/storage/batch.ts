import type { CallId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { CallTable } from './callTable.ts';
import type { EngagedTable } from './engagedTable.ts';
import type { HistoryTable } from './historyTable.ts';
import type { Batch, Claim, Written } from './operations.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { Tables } from './schema.ts';

/** What a batch is written into. */
export interface BatchTables {
  readonly calls: CallTable;
  readonly engaged: EngagedTable;
  readonly history: HistoryTable;
  readonly people: PeopleTable;
}

/**
 * Writes a batch in one transaction: one commit, be it for one request or for hundreds.
 * Rows are written in the order of their ids, so that two nodes never wait for each other in a circle.
 */
export function writeBatch(db: Kysely<Tables>, tables: BatchTables, batch: Batch): Promise<Written> {
  const { calls, engaged, history, people } = tables;
  return db.transaction().execute(async (trx) => {
    await engaged.free(trx, endedOf(batch.calls));
    const unseated = await engaged.claim(trx, batch.claims);
    const used = await calls.withUsedIds(trx, batch.fresh);
    const won = await calls.write(trx, without(batch.calls, [...unseated, ...used]));
    await history.record(
      trx,
      batch.entries.filter(({ callId }) => won.has(callId)),
    );
    await people.meet(trx, batch.met, batch.at);
    return { won, missed: await history.missedOf(batch.countFor, trx) };
  });
}

function without(rows: Batch['calls'], ids: readonly CallId[]): Batch['calls'] {
  return ids.length === 0 ? rows : rows.filter(({ id }) => !ids.includes(id));
}

/** The seats that calls had which end now, if they had any. */
function endedOf(rows: Batch['calls']): Claim[] {
  const ended = rows.filter(({ live, readVersion }) => live === 0 && readVersion > 0);
  return ended.map(({ id, calleeId }) => ({ userId: calleeId, callId: id })).toSorted(byUser);
}

function byUser(a: Claim, b: Claim): number {
  return a.userId < b.userId ? -1 : 1;
}
