import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemovalId, type CallId, type EntryDraft } from '@ringback/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { newCallId } from '../testing/testServer.ts';
import { AccountTable } from '../accounts/accountsSql.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { HistoryTable } from './historySql.ts';
import { RemovedEntryTable } from './removedEntriesSql.ts';

const [userId, peerId] = [newUserId(), newUserId()];
const removal = v.parse(RemovalId, randomUUID());
let dataDir = '';
let database: Database;
let history: HistoryTable;
let removed: RemovedEntryTable;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-removed-'));
  database = await openDatabase(dataDir);
  history = new HistoryTable(database.db);
  removed = new RemovedEntryTable(database.db);
  const accounts = new AccountTable(database.db);
  await accounts.addUser({ id: peerId, name: 'Grace', claimHash: null, createdAt: 0 });
});

afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

/** Fills the history; several entries share each time. */
async function fill(count: number): Promise<void> {
  const drafts = Array.from({ length: count }, (_, n): EntryDraft => ({
    userId,
    peerId,
    callId: newCallId(),
    direction: 'incoming',
    media: 'audio',
    label: 'missed',
    placedAt: 1 + Math.floor(n / 3),
    endedAt: n,
    seen: false,
  }));
  await database.db.transaction().execute((trx) => history.record(trx, drafts));
}

async function listed(): Promise<CallId[]> {
  const query = { userId, filter: 'all', peer: undefined, search: undefined, before: undefined } as const;
  return (await history.page({ ...query, limit: 10_000 })).entries.map(({ callId }) => callId);
}

test('more entries than fit into one transaction are removed and restored, and later ones stay', async () => {
  await fill(2_500);
  const before = await listed();
  expect(await removed.takeUntil({ userId, removal, at: 5 }, 800)).toBe(2_400);
  expect(await listed()).toEqual(before.slice(0, 100));
  expect((await history.missedOf([userId])).get(userId)).toBe(100);
  expect(new Set(await removed.restore({ userId, removal, since: 5 }))).toEqual(new Set(before.slice(100)));
  expect(await listed()).toEqual(before);
});

test('entries removed too long ago are not restored, and are purged in time', async () => {
  await fill(1_500);
  await removed.takeUntil({ userId, removal, at: 5 }, 1_000);
  expect(await removed.restore({ userId, removal, since: 6 })).toEqual([]);
  await removed.purge(4);
  const remaining = database.db.selectFrom('removed').select('callId');
  expect(await remaining.execute()).toHaveLength(1_500);
  await removed.purge(5);
  expect(await remaining.execute()).toEqual([]);
});
