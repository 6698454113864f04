import type { UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

export type AuditRow = Omit<Tables['auditLog'], 'id'>;
export type StoredAuditRow = Omit<AuditRow, 'bucket'> & { readonly id: number };

/** The operations on the audit log. */
export interface AuditOperations {
  /** Adds rows; one with a bucket that is there already adds to its count. */
  'audit:add': { input: readonly AuditRow[]; output: void };
  /** Rows since a time, the latest first; `before` is the id of the last row of the page before. */
  'audit:page': {
    input: { since: number; before: number | undefined; userId: UserId | undefined; limit: number };
    output: StoredAuditRow[];
  };
  /** Deletes rows that are older than a time, and the oldest beyond a number. */
  'audit:purge': { input: { before: number; atMost: number }; output: void };
  /** The key of a day, added if necessary; deletes the keys of the days before `keepFrom`. */
  'audit:key': { input: { day: number; fresh: string; keepFrom: number }; output: string };
}

export function auditOperations(db: Kysely<Tables>): OperationHandlers<AuditOperations> {
  return {
    'audit:add': (rows) => add(db, rows),
    'audit:page': async ({ since, before, userId, limit }) => {
      let query = db
        .selectFrom('auditLog')
        .select(['id', 'at', 'kind', 'userId', 'addressHash', 'count'])
        .where('at', '>=', since);
      if (before !== undefined) query = query.where('id', '<', before);
      if (userId !== undefined) query = query.where('userId', '=', userId);
      return query.orderBy('id', 'desc').limit(limit).execute();
    },
    'audit:purge': async ({ before, atMost }) => {
      await db.deleteFrom('auditLog').where('at', '<', before).execute();
      const oldest = await db
        .selectFrom('auditLog')
        .select('id')
        .orderBy('id', 'desc')
        .offset(atMost)
        .limit(1)
        .executeTakeFirst();
      if (oldest !== undefined) await db.deleteFrom('auditLog').where('id', '<=', oldest.id).execute();
    },
    'audit:key': async ({ day, fresh, keepFrom }) => {
      await db.deleteFrom('auditKeys').where('day', '<', keepFrom).execute();
      await db
        .insertInto('auditKeys')
        .values({ day, key: fresh })
        .onConflict((oc) => oc.column('day').doNothing())
        .execute();
      const { key } = await db
        .selectFrom('auditKeys')
        .select('key')
        .where('day', '=', day)
        .executeTakeFirstOrThrow();
      return key;
    },
  };
}

function add(db: Kysely<Tables>, rows: readonly AuditRow[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    for (const row of rows)
      await trx
        .insertInto('auditLog')
        .values(row)
        .onConflict((oc) =>
          oc.column('bucket').doUpdateSet((eb) => ({
            at: eb.ref('excluded.at'),
            count: eb('auditLog.count', '+', eb.ref('excluded.count')),
          })),
        )
        .execute();
  });
}
