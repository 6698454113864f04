import { randomUUID } from 'node:crypto';
import { RemovalId, type CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer, type Device } from '../testing/testServer.ts';

/** Places and cancels a call, which leaves the caller an outgoing entry and the callee a missed one. */
async function miss(from: Device, to: Device): Promise<CallId> {
  const { id: callId } = await from.place(to);
  await from.ok('call:end', { callId });
  return callId;
}

test('a history is read in pages, newest first, all or only the missed', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const ids: CallId[] = [];
  for (let n = 0; n < 5; n++) ids.unshift(await miss(ada, grace));
  ids.unshift(await miss(grace, ada));
  const first = await grace.ok('history:list', { filter: 'all', limit: 4 });
  expect(first).toMatchObject({ missed: 5, next: { callId: ids[3] } });
  const second = await grace.ok('history:list', { filter: 'all', before: first.next, limit: 4 });
  expect(second.next).toBeUndefined();
  const all = [...first.entries, ...second.entries];
  expect(new Set(all.map(({ callId }) => callId))).toEqual(new Set(ids));
  expect(all.map(({ placedAt }) => placedAt)).toEqual(
    all.map(({ placedAt }) => placedAt).toSorted((a, b) => b - a),
  );
  expect((await grace.ok('history:list', { filter: 'missed' })).entries).toHaveLength(5);
  expect((await ada.ok('history:list', { filter: 'missed' })).entries).toHaveLength(1);
});

test('a request without a filter returns the whole history', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const callId = await miss(ada, grace);
  expect((await ada.ok('history:list', {})).entries).toMatchObject([{ callId, label: 'canceled' }]);
  expect((await grace.ok('history:list', {})).entries).toMatchObject([{ callId, label: 'missed' }]);
});

test('the calls with one person are read in pages', async () => {
  await using server = await TestServer.start();
  const [ada, grace, linus] = await server.devices('Ada', 'Grace', 'Linus');
  const withGrace = [await miss(grace, ada), await miss(ada, grace)];
  await miss(linus, ada);
  withGrace.push(await miss(grace, ada));
  const peer = grace.userId;
  const first = await ada.ok('history:list', { filter: 'all', peer, limit: 2 });
  const second = await ada.ok('history:list', { filter: 'all', peer, limit: 2, before: first.next });
  const all = [...first.entries, ...second.entries].map(({ callId }) => callId);
  expect(all).toEqual(withGrace.toReversed());
  expect(second.next).toBeUndefined();
  const missed = await ada.ok('history:list', { filter: 'missed', peer });
  expect(missed.entries.map(({ callId }) => callId)).toEqual([withGrace[2], withGrace[0]]);
});

test('missed calls seen on one device no longer count, and the other device gets a push', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const [first, second] = [await miss(ada, here), await miss(ada, here)];
  expect(await here.ok('history:seen', { callIds: [first] })).toEqual({ missed: 1 });
  expect(await there.push('history:changed', ({ seen }) => seen)).toMatchObject({ callId: first, missed: 1 });
  expect(await here.ok('history:seen', { callIds: [first, second] })).toEqual({ missed: 0 });
  expect(await there.push('history:changed', ({ missed }) => missed === 0)).toMatchObject({ callId: second });
  expect(here.pushes('history:changed').filter(({ seen }) => seen)).toEqual([]);
  expect(await ada.ok('history:seen', { callIds: [first] })).toEqual({ missed: 0 });
  expect(await here.hello()).toMatchObject({ missed: 0 });
});

test('entries deleted on one device are gone on all of the user’s devices, and for no one else', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const [first, second, third] = [await miss(ada, here), await miss(ada, here), await miss(ada, here)];
  expect(await here.ok('history:delete', { callIds: [first] })).toEqual({ missed: 2 });
  expect(await there.push('history:removed')).toEqual({ callIds: [first], missed: 2 });
  expect(await here.push('history:removed')).toEqual({ callIds: [first], missed: 2 });
  const left = await there.history();
  expect(left.map(({ callId }) => callId).toSorted()).toEqual([second, third].toSorted());
  const before = Math.max(...left.map(({ placedAt }) => placedAt));
  expect(await there.ok('history:delete', { before })).toEqual({ missed: 0 });
  expect(await here.push('history:removed', (push) => push.before === before)).toEqual({ before, missed: 0 });
  expect(await here.history()).toEqual([]);
  expect(await ada.history()).toHaveLength(3);
});

const newRemoval = (): RemovalId => v.parse(RemovalId, randomUUID());

test('an undone deletion restores the entries on every device', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const callIds = [await miss(ada, here), await miss(ada, here)];
  const before = await here.history();
  const removal = newRemoval();
  await here.ok('history:delete', { callIds: callIds.slice(0, 1), removal });
  await here.ok('history:delete', { callIds: callIds.slice(1), removal });
  await there.push('history:removed', ({ missed }) => missed === 0);
  expect(await there.history()).toEqual([]);
  expect(await here.ok('history:restore', { removal })).toEqual({ missed: 2 });
  const { entries = [], missed } = await there.push('history:restored');
  expect(missed).toBe(2);
  expect(new Set(entries)).toEqual(new Set(before));
  expect(await there.history()).toEqual(before);
  expect(await here.codeOf('history:restore', { removal })).toBe('notFound');
});

test('undoing a cleared history restores all of it and keeps entries added since', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await miss(ada, grace);
  await miss(grace, ada);
  const [newest] = await grace.history();
  const removal = newRemoval();
  await grace.ok('history:delete', { before: newest?.placedAt ?? 0, removal });
  await miss(ada, grace);
  expect(await grace.history()).toHaveLength(1);
  await grace.ok('history:restore', { removal });
  expect(await grace.history()).toHaveLength(3);
});

test('a removal by another user, or one without an id, cannot be undone', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
  const removal = newRemoval();
  await grace.ok('history:delete', { callIds: [await miss(ada, grace)], removal });
  await grace.ok('history:delete', { callIds: [await miss(ada, grace)] });
  expect(await mallory.codeOf('history:restore', { removal })).toBe('notFound');
  await grace.ok('history:restore', { removal });
  expect(await grace.history()).toHaveLength(1);
});

test('a search finds calls by words of people’s names, ignoring accents and case', async () => {
  await using server = await TestServer.start();
  const [ada, zoe, noether] = await server.devices('Ada', 'Zoë Straße', 'Emmy Noether');
  const withZoe = [await miss(ada, zoe), await miss(zoe, ada), await miss(ada, zoe)];
  const withEmmy = [await miss(noether, ada)];
  const found = async (search: string, filter: 'all' | 'missed' = 'all') =>
    (await ada.ok('history:list', { filter, search })).entries.map(({ callId }) => callId);
  expect(await found('ZOE')).toEqual(withZoe.toReversed());
  expect(await found('stras zo')).toEqual(withZoe.toReversed());
  expect(await found('zoé', 'missed')).toEqual([withZoe[1]]);
  expect(await found('noe')).toEqual(withEmmy);
  expect(await found('oe')).toEqual([]);
  expect(await found('ada')).toEqual([]);
  expect(await found('!')).toEqual([]);
});

test('search results come in pages, like the whole history', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const others = await server.devices('Max 1', 'Max 2', 'Max 3', 'Max 4', 'Linus');
  for (let n = 0; n < 12; n += 1) {
    const other = others[(n * n) % others.length] ?? ada;
    await (n % 2 === 0 ? miss(other, ada) : miss(ada, other));
  }
  const all = (await ada.history()).filter(({ peer }) => peer.name.startsWith('Max'));
  for (const limit of [1, 2, 5, 100]) {
    const pages: typeof all = [];
    let before: { placedAt: number; callId: CallId } | undefined;
    do {
      const page = await ada.ok('history:list', { filter: 'all', search: 'max', limit, before });
      pages.push(...page.entries);
      before = page.next;
    } while (before !== undefined);
    expect(pages).toEqual(all);
  }
});

test('no one sees or changes another user’s history', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
  const callId = await miss(ada, grace);
  expect(await mallory.history()).toEqual([]);
  await mallory.ok('history:seen', { callIds: [callId] });
  await mallory.ok('history:delete', { callIds: [callId] });
  await mallory.ok('history:delete', { before: Date.now() + 1_000_000 });
  expect(await grace.history()).toMatchObject([{ callId, seen: false }]);
});
