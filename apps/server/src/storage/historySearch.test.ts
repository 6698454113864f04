import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry, EntryDraft, HistoryCursor, UserId } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { newCallId } from '../server.testing.ts';
import { openDatabase, type Database } from './database.ts';
import { HistoryTable } from './historyTable.ts';
import { operationHandlers } from './handlers.ts';
import type { PageWish } from './operations.ts';

const userId = newUserId();
let dataDir = '';
let database: Database;
let history: HistoryTable;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-search-'));
  database = await openDatabase(dataDir);
  history = new HistoryTable(database.db);
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

/** All pages of a list together. */
async function read(wish: Pick<PageWish, 'filter' | 'search'>, limit: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let before: HistoryCursor | undefined;
  do {
    const page = await history.page({ userId, peer: undefined, ...wish, before, limit });
    entries.push(...page.entries);
    before = page.next;
  } while (before !== undefined);
  return entries;
}

test.each([1, 2, 3])(
  'many people, many calls at the same time, any page size: nothing is lost and nothing comes twice (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed);
    const people: UserId[] = [];
    for (let n = 0; n < 40; n += 1) people.push(await addUser(n % 4 === 0 ? `Linus ${n}` : `Grace ${n}`));
    // Few times for many calls, and some people far more often than others.
    const drafts = Array.from({ length: 400 }, () => {
      const person = people[Math.floor(random.fraction() ** 2 * people.length)] ?? userId;
      return draft(person, 1 + random.below(60), random.below(3) === 0);
    });
    await database.db.transaction().execute((trx) => history.record(trx, drafts));
    for (const filter of ['all', 'missed'] as const) {
      const all = await read({ filter, search: undefined }, 1_000);
      const wanted = all.filter(({ peer }) => peer.name.startsWith('Grace'));
      for (const limit of [1, 7, 29, 100])
        expect(await read({ filter, search: 'grace' }, limit)).toEqual(wanted);
    }
  },
);
