import { sql, type Kysely } from 'kysely';
import type { ClockAnchor, ClockRecord } from '../platform/serverClock.ts';
import type { Tables } from './schema.ts';
import type { OperationHandlers } from './storage.ts';

/** The operations on the server time. */
export interface ServerClockOperations {
  'clock:read': { input: null; output: ClockRecord };
  /** Replaces the stored anchor. */
  'clock:anchor': { input: ClockAnchor; output: void };
}

/** Rows of one moment are stored in any order, and an older release let times go back with the wall clock. */
const newestRows = 100;

export function serverClockOperations(db: Kysely<Tables>): OperationHandlers<ServerClockOperations> {
  return {
    'clock:read': () => readClock(db),
    'clock:anchor': (anchor) => saveAnchor(db, anchor),
  };
}

async function readClock(db: Kysely<Tables>): Promise<ClockRecord> {
  const anchor = await db.selectFrom('serverClock').select(['bootId', 'offsetMs']).executeTakeFirst();
  const live = await db
    .selectFrom('calls')
    .select('id')
    // A literal 1, because the partial index is not used with a parameter.
    .where((eb) => eb('live', '=', eb.lit(1)))
    .limit(1)
    .execute();
  return { anchor, newestMs: await newestTime(db), isCallLive: live.length > 0 };
}

/** When the latest call was placed or the latest message sent; 0 without any. */
async function newestTime(db: Kysely<Tables>): Promise<number> {
  const calls = await db
    .selectFrom('calls')
    .select('placedAt as at')
    .orderBy(sql`rowid`, 'desc')
    .limit(newestRows)
    .execute();
  const messages = await db
    .selectFrom('messages')
    .select('sentAt as at')
    .orderBy(sql`rowid`, 'desc')
    .limit(newestRows)
    .execute();
  return Math.max(0, ...[...calls, ...messages].map(({ at }) => at));
}

async function saveAnchor(db: Kysely<Tables>, anchor: ClockAnchor): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('serverClock').execute();
    await trx.insertInto('serverClock').values(anchor).execute();
  });
}
