import { expect, test } from 'vitest';
import type { CallId } from '@ringback/protocol';
import { Rig, type Device } from '../server.testing.ts';

/** One canceled call: an outgoing entry here, a missed one there. */
async function miss(from: Device, to: Device): Promise<CallId> {
  const { id: callId } = await from.place(to);
  await from.ok('call:end', { callId });
  return callId;
}

test('a history is read in pages, newest first, all or only the missed', async () => {
  await using rig = await Rig.start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
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

test('the calls with one person alone, page by page', async () => {
  await using rig = await Rig.start();
  const [ada, grace, linus] = await rig.devices('Ada', 'Grace', 'Linus');
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

test('seen on one device: counted no more, and the other device is told', async () => {
  await using rig = await Rig.start();
  const [ada, here, there] = await rig.devices('Ada', 'Grace', 'Grace');
  const [first, second] = [await miss(ada, here), await miss(ada, here)];
  expect(await here.ok('history:seen', { callIds: [first] })).toEqual({ missed: 1 });
  expect(await there.push('history:changed', ({ seen }) => seen)).toMatchObject({ callId: first, missed: 1 });
  expect(await here.ok('history:seen', { callIds: [first, second] })).toEqual({ missed: 0 });
  expect(await there.push('history:changed', ({ missed }) => missed === 0)).toMatchObject({ callId: second });
  expect(here.pushes('history:changed').filter(({ seen }) => seen)).toEqual([]);
  expect(await ada.ok('history:seen', { callIds: [first] })).toEqual({ missed: 0 });
  expect(await here.hello()).toMatchObject({ missed: 0 });
});

test('deleted on one device: gone for this user everywhere, and for nobody else', async () => {
  await using rig = await Rig.start();
  const [ada, here, there] = await rig.devices('Ada', 'Grace', 'Grace');
  const [first, second, third] = [await miss(ada, here), await miss(ada, here), await miss(ada, here)];
  expect(await here.ok('history:delete', { callIds: [first] })).toEqual({ missed: 2 });
  expect(await there.push('history:removed')).toEqual({ callIds: [first], missed: 2 });
  const left = await there.history();
  expect(left.map(({ callId }) => callId).toSorted()).toEqual([second, third].toSorted());
  const before = Math.max(...left.map(({ placedAt }) => placedAt));
  expect(await there.ok('history:delete', { before })).toEqual({ missed: 0 });
  expect(await here.push('history:removed')).toEqual({ before, missed: 0 });
  expect(await here.history()).toEqual([]);
  expect(await ada.history()).toHaveLength(3);
});

test('nobody sees or changes another’s history', async () => {
  await using rig = await Rig.start();
  const [ada, grace, mallory] = await rig.devices('Ada', 'Grace', 'Mallory');
  const callId = await miss(ada, grace);
  expect(await mallory.history()).toEqual([]);
  await mallory.ok('history:seen', { callIds: [callId] });
  await mallory.ok('history:delete', { callIds: [callId] });
  await mallory.ok('history:delete', { before: Date.now() + 1_000_000 });
  expect(await grace.history()).toMatchObject([{ callId, seen: false }]);
});
