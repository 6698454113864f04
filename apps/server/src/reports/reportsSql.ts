import type { MessageId, ReportReason, UserId } from '@ringback/protocol';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { pairOf, type Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** What a user tells the host about another. */
interface NewReport {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly reason: ReportReason;
  readonly note: string | undefined;
  /** Messages between the two. Others are left out. */
  readonly messages: readonly MessageId[];
  readonly at: number;
}

/** A report with the names that both have now; null for a deleted user. `messages`: JSON of what the reporter chose. */
export interface ReportRow extends Selectable<Tables['reports']> {
  readonly userName: string | null;
  readonly peerName: string | null;
}

/** The operations on reports. */
export interface ReportOperations {
  'reports:add': { input: NewReport; output: void };
  /** Open ones first, each the latest first. */
  'reports:list': { input: { limit: number }; output: ReportRow[] };
  'reports:get': { input: number; output: ReportRow | undefined };
  /** Whether there was an open one. One about a deleted user goes, as there is nothing to keep it for. */
  'reports:close': { input: { id: number; at: number }; output: boolean };
}

/** Kept at most; the oldest go, closed ones first. */
const keptReports = 2_000;

export function reportOperations(db: Kysely<Tables>): OperationHandlers<ReportOperations> {
  const read = () =>
    db
      .selectFrom('reports')
      .leftJoin('users as reporter', 'reporter.id', 'reports.userId')
      .leftJoin('users as reported', 'reported.id', 'reports.peerId')
      .selectAll('reports')
      .select(['reporter.name as userName', 'reported.name as peerName']);
  return {
    'reports:add': (report) => add(db, report),
    'reports:list': ({ limit }) =>
      read()
        .orderBy((eb) => eb.case().when('closedAt', 'is', null).then(0).else(1).end())
        .orderBy('reports.id', 'desc')
        .limit(limit)
        .execute(),
    'reports:get': (id) => read().where('reports.id', '=', id).executeTakeFirst(),
    'reports:close': ({ id, at }) => db.transaction().execute((trx) => close(trx, id, at)),
  };
}

async function close(trx: Transaction<Tables>, id: number, at: number): Promise<boolean> {
  const closing = trx.updateTable('reports').set({ closedAt: at }).where('id', '=', id);
  const closed = await closing.where('closedAt', 'is', null).returning('id').executeTakeFirst();
  await trx.deleteFrom('reports').where('id', '=', id).where('peerHandle', 'is not', null).execute();
  return closed !== undefined;
}

/** The text is stored as it is now, because either of the two may delete it. */
async function add(
  db: Kysely<Tables>,
  { userId, peerId, reason, note, messages, at }: NewReport,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const chosen =
      messages.length === 0
        ? []
        : await trx
            .selectFrom('messages')
            .select(['from', 'text', 'sentAt'])
            .where('pair', '=', pairOf(userId, peerId))
            .where('id', 'in', messages)
            .orderBy('sentAt')
            .execute();
    const row = { userId, peerId, reason, note: note ?? null, at, messages: JSON.stringify(chosen) };
    await trx.insertInto('reports').values(row).execute();
    const kept = trx
      .selectFrom('reports')
      .select('id')
      .orderBy((eb) => eb.case().when('closedAt', 'is', null).then(0).else(1).end())
      .orderBy('id', 'desc')
      .limit(keptReports);
    await trx.deleteFrom('reports').where('id', 'not in', kept).execute();
  });
}
