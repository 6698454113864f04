import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry, EntryDraft, HistoryCursor, UserId } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { newCallId } from '../testing/testServer.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { HistorySearch, type HistoryQuery, type SearchLimits } from './historySearchSql.ts';
import { HistoryTable } from './historySql.ts';
import { operationHandlers } from '../operations/operations.ts';
import { nameWords } from '../storage/migrations/peopleMigrations.ts';

const userId = newUserId();
let dataDir = '';
let database: Database;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-search-'));
  database = await openDatabase(dataDir);
  await operationHandlers(database.db)['users:add']({
    id: userId,
    name: 'Ada',
    claimHash: null,
    createdAt: 0,
  });
});

afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

async function addUser(name: string): Promise<UserId> {
  const id = newUserId();
  await operationHandlers(database.db)['users:add']({ id, name, claimHash: null, createdAt: 0 });
  return id;
}

function draft(peerId: UserId, placedAt: number, isMissed: boolean): EntryDraft {
  const label = isMissed ? 'missed' : 'declined';
  const common = { userId, peerId, callId: newCallId(), direction: 'incoming', media: 'audio' } as const;
  return { ...common, label, placedAt, endedAt: placedAt, seen: true };
}

/** Limits that force each way of finding people. */
const ways: readonly (readonly [string, SearchLimits])[] = [
  ['by the index of names', { namesakes: Number.MAX_SAFE_INTEGER, newest: [] }],
  ['among the newest entries', { namesakes: -1, newest: [3, 1_000] }],
  ['among the people of the history', { namesakes: -1, newest: [3] }],
];

/** All pages of a list together. */
async function read(
  selection: Pick<HistoryQuery, 'filter' | 'search'>,
  limit: number,
  history = new HistoryTable(database.db),
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let before: HistoryCursor | undefined;
  do {
    const page = await history.page({ userId, peer: undefined, ...selection, before, limit });
    entries.push(...page.entries);
    before = page.next;
  } while (before !== undefined);
  return entries;
}

test.each([1, 2, 3])(
  'pages of any size over many people and simultaneous calls contain every entry exactly once (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed);
    const people: UserId[] = [];
    for (let n = 0; n < 40; n += 1) people.push(await addUser(n % 4 === 0 ? `Linus ${n}` : `Grace ${n}`));
    // Many calls share few times, and some people have far more calls than others.
    const drafts = Array.from({ length: 400 }, () => {
      const person = people[Math.floor(random.fraction() ** 2 * people.length)] ?? userId;
      return draft(person, 1 + random.below(60), random.below(3) === 0);
    });
    await database.db.transaction().execute((trx) => new HistoryTable(database.db).record(trx, drafts));
    for (const filter of ['all', 'missed'] as const) {
      const all = await read({ filter, search: undefined }, 1_000);
      const wanted = all.filter(({ peer }) => peer.name.startsWith('Grace'));
      for (const [, limits] of ways) {
        const history = new HistoryTable(database.db, new HistorySearch(database.db, limits));
        for (const limit of [1, 7, 29, 100])
          expect(await read({ filter, search: 'grace' }, limit, history)).toEqual(wanted);
      }
    }
  },
);

test.each(ways)(
  '%s: finds people by display name, by sign-in name, and by the user’s own name for them',
  async (_way, limits) => {
    const run = operationHandlers(database.db);
    const grace = await addUser('Grace Hopper');
    const linus = await addUser('Linus');
    await addUser('Grace Kelly, never called');
    const history = new HistoryTable(database.db, new HistorySearch(database.db, limits));
    const drafts = [draft(grace, 1, false), draft(linus, 2, true)];
    await database.db.transaction().execute((trx) => history.record(trx, drafts));
    const found = async (search: string): Promise<UserId[]> =>
      (await read({ filter: 'all', search }, 10, history)).map(({ peer }) => peer.id);

    expect(await found('grace')).toEqual([grace]);
    expect(await found('hop gra')).toEqual([grace]);
    expect(await found('race')).toEqual([]);
    await run['users:rename']({ userId: grace, name: '山田太郎 🚀' });
    for (const search of ['太郎', '🚀']) expect(await found(search)).toEqual([grace]);
    await run['users:rename']({ userId: grace, name: 'Zoë' });
    expect(await found('zoe')).toEqual([grace]);
    expect(await found('hopper')).toEqual([grace]);
    await run['users:rename']({ userId: grace, name: 'Dr. Hopper' });
    expect(await found('zoe')).toEqual([]);
    const change = { name: 'My Aunt' };
    await run['contacts:set']({ userId, peerId: linus, change, at: 1, atMost: 10 });
    expect(await found('aunt')).toEqual([linus]);
    expect(await found('linus')).toEqual([linus]);
    await run['contacts:remove']({ userId, peerId: linus });
    expect(await found('aunt')).toEqual([]);
  },
);

test('people added before the index of name words existed are found by it', async () => {
  const linus = await addUser('Linus Torvalds');
  await operationHandlers(database.db)['users:rename']({ userId: linus, name: 'The Maintainer' });
  const drafts = [draft(linus, 1, false)];
  await database.db.transaction().execute((trx) => new HistoryTable(database.db).record(trx, drafts));
  await sql`drop table "nameWords"`.execute(database.db);
  await nameWords.up(database.db);
  for (const search of ['torv', 'main'])
    expect(await read({ filter: 'all', search }, 10)).toMatchObject([{ peer: { id: linus } }]);
});
