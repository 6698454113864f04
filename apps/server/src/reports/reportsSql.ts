import type { MessageId, ReportReason, UserId } from '@ringback/protocol';
import type { Kysely, Selectable } from 'kysely';
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

/** A report with the names that both have now. `messages`: JSON of what the reporter chose. */
export interface ReportRow extends Selectable<Tables['reports']> {
  readonly userName: string;
  readonly peerName: string;
}

/** The operations on reports. */
export interface ReportOperations {
  'reports:add': { input: NewReport; output: void };
  /** Open ones first, each the latest first. */
  'reports:list': { input: { limit: number }; output: ReportRow[] };
  'reports:get': { input: number; output: ReportRow | undefined };
  /** Whether there was an open one. */
  'reports:close': { input: { id: number; at: number }; output: boolean };
}

/** Kept at most; the oldest go, closed ones first. */
const keptReports = 2_000;

export function reportOperations(db: Kysely<Tables>): OperationHandlers<ReportOperations> {
  const read = () =>
    db
      .selectFrom('reports')
      .innerJoin('users as reporter', 'reporter.id', 'reports.userId')
      .innerJoin('users as reported', 'reported.id', 'reports.peerId')
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
    'reports:close': async ({ id, at }) => {
      const closing = db.updateTable('reports').set({ closedAt: at }).where('id', '=', id);
      return (await closing.where('closedAt', 'is', null).returning('id').execute()).length > 0;
    },
  };
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
