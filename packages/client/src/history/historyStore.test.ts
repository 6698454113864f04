import { fail, ok, type Data, type Entry, type Payload, type Result } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { People } from '../people/peopleStore.ts';
import { answered, callId, missed, userId } from '../testing/entries.testing.ts';
import { EntryCache } from './entryCache.ts';
import { HistoryStore } from './historyStore.ts';

type Page = Data<'history:list'>;

/** A server's history, paged by two; a search finds names that begin so. */
function serving(entries: readonly Entry[], unseen = 0) {
  return ({ filter, search = '', before }: Payload<'history:list'>): Result<Page> => {
    const all = entries
      .filter(({ label }) => filter === 'all' || label === 'missed')
      .filter(({ peer }) => peer.name.toLowerCase().startsWith(search));
    const start = before === undefined ? 0 : all.findIndex((entry) => entry.callId === before.callId) + 1;
    const page = all.slice(start, start + 2);
    const last = page.at(-1);
    const isLast = start + 2 >= all.length;
    const next =
      last === undefined || isLast ? {} : { next: { placedAt: last.placedAt, callId: last.callId } };
    return ok({ entries: page, missed: unseen, ...next });
  };
}

function historyOf(entries: readonly Entry[], unseen = 0) {
  const signaling = new FakeSignalingClient({ 'history:list': serving(entries, unseen) });
  const cache = new EntryCache(signaling, createSeededRandom(1));
  const people = createStore<People>(() => ({ state: 'ready', known: [], search: { state: 'idle' } }));
  return { history: new HistoryStore(signaling, cache, people), cache, signaling };
}

function minutes(entries: readonly Entry[]): readonly number[] {
  return entries.map(({ placedAt }) => placedAt / 60_000);
}

describe('pages', () => {
  test('are fetched one by one until there is nothing older', async () => {
    const { history } = historyOf([answered(5), missed(4), answered(3), missed(2), answered(1)]);
    await history.load('all');
    expect(history.getState().all).toMatchObject({ state: 'partial' });
    await history.load('all');
    await history.load('all');
    await history.load('all');
    const { all } = history.getState();
    expect(all.state).toBe('complete');
    expect(minutes(all.entries)).toEqual([5, 4, 3, 2, 1]);
  });

  test('of the two lists are independent', async () => {
    const { history } = historyOf([answered(5), missed(4), answered(3)], 1);
    await history.load('missed');
    const { all, missed: list, unseen } = history.getState();
    expect(all.state).toBe('unknown');
    expect(minutes(list.entries)).toEqual([4]);
    expect(unseen).toBe(1);
  });

  test('are fetched once if requested twice at the same time', async () => {
    const { history, signaling } = historyOf([answered(1)]);
    await Promise.all([history.load('all'), history.load('all')]);
    expect(signaling.made).toHaveLength(1);
  });

  test('that could not be fetched can be requested again', async () => {
    const { history, signaling } = historyOf([answered(1)]);
    signaling.answer({ 'history:list': () => fail('unavailable') });
    await history.load('all');
    expect(history.getState().all.state).toBe('failed');
    signaling.answer({ 'history:list': serving([answered(1)]) });
    await history.load('all');
    expect(minutes(history.getState().all.entries)).toEqual([1]);
  });

  test('for a user who signed out are dropped', async () => {
    const { history, cache } = historyOf([answered(1)]);
    const loading = history.load('all');
    cache.reset();
    await loading;
    expect(history.getState().all).toEqual({ entries: [], state: 'unknown' });
  });
});

describe('the record of a call', () => {
  const id = callId(1);
  const record = { placedAt: 1, devicesRang: 1, moments: [], dropped: 0 };

  test('is requested each time, since the record of a live call grows', async () => {
    const { history, signaling } = historyOf([]);
    signaling.answer({ 'call:record': () => ok(record) });
    expect(await history.record(id)).toEqual(ok(record));
    signaling.answer({ 'call:record': () => ok({ ...record, rangAt: 2 }) });
    expect(await history.record(id)).toEqual(ok({ ...record, rangAt: 2 }));
    const asked = { name: 'call:record', payload: { callId: id } };
    expect(signaling.made).toEqual([asked, asked]);
  });

  test('is not available offline, nor for a call of other people', async () => {
    const { history, signaling } = historyOf([]);
    expect(await history.record(id)).toEqual(fail('offline'));
    signaling.answer({ 'call:record': () => fail('notFound') });
    expect(await history.record(id)).toEqual(fail('notFound'));
  });
});

describe('pushes', () => {
  test('a new entry comes first, a changed one stays in its place', async () => {
    const { history, cache } = historyOf([missed(2), answered(1)]);
    await history.load('all');
    cache.changed({ ...missed(3), missed: 2 });
    cache.changed({ ...missed(2, { seen: true }), missed: 1 });
    const { all, unseen } = history.getState();
    expect(minutes(all.entries)).toEqual([3, 2, 1]);
    expect(all.entries[1]?.seen).toBe(true);
    expect(unseen).toBe(1);
  });

  test('before the list is fetched, only the count is known', () => {
    const { history, cache } = historyOf([]);
    cache.changed({ ...missed(3), missed: 1 });
    expect(history.getState()).toMatchObject({ unseen: 1, all: { entries: [] } });
  });

  test('an entry older than the fetched range waits for its page, so that there is no gap', async () => {
    const { history, cache } = historyOf([answered(5), answered(4), answered(3), missed(2)]);
    await history.load('all');
    cache.changed({ ...missed(2, { seen: true }), missed: 0 });
    expect(minutes(history.getState().all.entries)).toEqual([5, 4]);
  });

  test('an entry that arrives while a page is fetched is not undone by that page', async () => {
    const { history, cache } = historyOf([missed(2), answered(1)]);
    const loading = history.load('all');
    cache.changed({ ...missed(2, { seen: true }), missed: 0 });
    cache.changed({ ...missed(3), missed: 1 });
    await loading;
    const { entries } = history.getState().all;
    expect(minutes(entries)).toEqual([3, 2, 1]);
    expect(entries[1]?.seen).toBe(true);
  });

  test('entries deleted on another device, by id or up to a time, are removed', async () => {
    const { history, cache } = historyOf([missed(2), answered(1)]);
    await history.load('all');
    cache.removed({ callIds: [callId(2)], missed: 0 });
    expect(minutes(history.getState().all.entries)).toEqual([1]);
    cache.removed({ before: 60_000, missed: 0 });
    expect(history.getState().all.entries).toEqual([]);
  });

  test('after a reconnect, entries deleted meanwhile are gone and new ones are there', async () => {
    const { history, cache, signaling } = historyOf([answered(3), missed(2), answered(1)]);
    await history.load('all');
    await history.load('all');
    signaling.answer({ 'history:list': serving([missed(4), answered(3), answered(1)], 1) });
    cache.refresh(1);
    await expect.poll(() => minutes(history.getState().all.entries)).toEqual([4, 3, 2, 1]);
    signaling.answer({ 'history:list': serving([missed(4)], 1) });
    cache.refresh(1);
    await expect.poll(() => minutes(history.getState().all.entries)).toEqual([4]);
  });
});

describe('local changes', () => {
  test('show at once, and stay if the server accepts', async () => {
    const { history, cache, signaling } = historyOf([missed(2), missed(1)], 2);
    await history.load('all');
    signaling.answer({ 'history:seen': () => ok({ missed: 1 }) });
    const marking = cache.markSeen([callId(2)]);
    expect(history.getState().unseen).toBe(1);
    await marking;
    expect(history.getState().all.entries.map(({ seen }) => seen)).toEqual([true, false]);
  });

  test('are undone if the server rejects them', async () => {
    const { history, cache } = historyOf([missed(3), missed(2), missed(1)], 3);
    await history.load('all');
    await cache.markSeen([callId(3), callId(2)]);
    expect(history.getState()).toMatchObject({ unseen: 3 });
    const deleted = await history.delete([callId(2)]).outcome;
    expect(deleted.ok).toBe(false);
    expect(minutes(history.getState().all.entries)).toEqual([3, 2]);
    await history.clear(900_000).outcome;
    const { all, unseen } = history.getState();
    expect(minutes(all.entries)).toEqual([3, 2]);
    expect(unseen).toBe(3);
  });

  test('entries already seen are not marked again', async () => {
    const { history, cache, signaling } = historyOf([answered(2)]);
    await history.load('all');
    await cache.markSeen([callId(2)]);
    expect(signaling.made.map(({ name }) => name)).toEqual(['history:list']);
  });

  test('clearing deletes everything up to a time, and later entries stay', async () => {
    const { history, cache, signaling } = historyOf([missed(2), answered(1)], 1);
    await history.load('all');
    signaling.answer({ 'history:delete': () => ok({ missed: 0 }) });
    const { outcome } = history.clear(900_000);
    expect(history.getState().all.entries).toEqual([]);
    cache.changed({ ...missed(20), missed: 1 });
    await outcome;
    expect(signaling.made.at(-1)?.payload).toMatchObject({ before: 900_000 });
    expect(minutes(history.getState().all.entries)).toEqual([20]);
  });
});

describe('Undo', () => {
  test('restores entries at once, and asks the server to once it has deleted them', async () => {
    const { history, signaling } = historyOf([missed(2), answered(1)], 1);
    await history.load('all');
    signaling.answer({
      'history:delete': () => ok({ missed: 0 }),
      'history:restore': () => ok({ missed: 1 }),
    });
    const { undo } = history.delete([callId(2)]);
    expect(history.getState()).toMatchObject({ unseen: 0, all: { entries: [answered(1)] } });
    const undoing = undo();
    expect(history.getState()).toMatchObject({
      unseen: 1,
      all: { entries: [missed(2), answered(1)] },
    });
    expect((await undoing).ok).toBe(true);
    const [deleted, restored] = signaling.made.slice(-2);
    expect(restored).toMatchObject({ name: 'history:restore' });
    expect(deleted?.payload).toMatchObject(restored?.payload ?? {});
  });

  test('too late: the entries are gone again, and the answer says why', async () => {
    const { history, signaling } = historyOf([missed(2), answered(1)], 1);
    await history.load('all');
    signaling.answer({
      'history:delete': () => ok({ missed: 0 }),
      'history:restore': () => fail('notFound'),
    });
    expect(await history.clear(900_000).undo()).toEqual(fail('notFound'));
    expect(history.getState()).toMatchObject({ unseen: 0, all: { entries: [] } });
  });

  test('of what the server never deleted changes nothing', async () => {
    const { history, signaling } = historyOf([missed(2), answered(1)], 1);
    await history.load('all');
    expect((await history.delete([callId(2)]).undo()).ok).toBe(true);
    expect(history.getState()).toMatchObject({
      unseen: 1,
      all: { entries: [missed(2), answered(1)] },
    });
    expect(signaling.made.map(({ name }) => name)).not.toContain('history:restore');
  });

  test('on another device: the entries are back in place, and lists are fetched again if they are too many to name', async () => {
    const { history, cache, signaling } = historyOf([missed(3), missed(2), answered(1)]);
    await history.load('all');
    cache.removed({ callIds: [callId(3)], missed: 0 });
    cache.restored({ entries: [missed(3), answered(1)], missed: 1 });
    expect(minutes(history.getState().all.entries)).toEqual([3, 2]);
    signaling.answer({ 'history:list': serving([missed(9), missed(8), missed(7)]) });
    cache.restored({ missed: 3 });
    await expect.poll(() => minutes(history.getState().all.entries)).toEqual([9, 8]);
  });
});

test('more entries than one request may name are deleted by several requests, all of them or none', async () => {
  const entries = Array.from({ length: 450 }, (_, n) => answered(n + 1));
  const { history, signaling } = historyOf(entries);
  const ids = entries.map((entry) => entry.callId);
  const asked = (): number[] =>
    signaling.made.flatMap(({ name, payload }) =>
      name === 'history:delete' && isNaming(payload) ? [payload.callIds.length] : [],
    );
  signaling.answer({ 'history:delete': () => ok({ missed: 0 }), 'history:restore': () => ok({ missed: 0 }) });
  expect((await history.delete(ids).outcome).ok).toBe(true);
  expect(asked()).toEqual([200, 200, 50]);
  let left = 1;
  signaling.answer({ 'history:delete': () => (left-- > 0 ? ok({ missed: 0 }) : fail('unavailable')) });
  expect((await history.delete(ids).outcome).ok).toBe(false);
  expect(signaling.made.at(-1)?.name).toBe('history:restore');
});

function isNaming(payload: unknown): payload is { callIds: unknown[] } {
  return typeof payload === 'object' && payload !== null && 'callIds' in payload;
}

describe('a search', () => {
  const linus = { id: userId(2), name: 'Linus' };
  const entries = [
    missed(5),
    missed(4, { peer: linus }),
    answered(3),
    missed(2, { peer: linus }),
    answered(1),
  ];

  test('shows known entries at once, and all results page by page', async () => {
    const { history } = historyOf(entries);
    await history.load('all');
    history.search('lin', 'all');
    expect(history.getState().found).toMatchObject({ search: 'lin', list: { state: 'loading' } });
    expect(minutes(history.getState().found?.list.entries ?? [])).toEqual([4]);
    await expect.poll(() => history.getState().found?.list.state).toBe('complete');
    expect(minutes(history.getState().found?.list.entries ?? [])).toEqual([4, 2]);
    history.search('', 'all');
    expect(history.getState().found).toBeNull();
  });

  test('includes new calls with people who match, and no others', async () => {
    const { history, cache } = historyOf(entries);
    history.search('lin', 'missed');
    await expect.poll(() => history.getState().found?.list.state).toBe('complete');
    cache.changed({ ...missed(9), missed: 1 });
    cache.changed({ ...missed(8, { peer: linus }), missed: 2 });
    cache.changed({ ...answered(7), peer: linus, missed: 2 });
    cache.removed({ callIds: [callId(4)], missed: 2 });
    expect(minutes(history.getState().found?.list.entries ?? [])).toEqual([8, 2]);
  });

  test('includes a new call with a person whom only the server can match', async () => {
    const { history, cache, signaling } = historyOf([]);
    signaling.answer({ 'history:list': () => ok({ entries: [missed(5)], missed: 1 }) });
    history.search('boss', 'all');
    await expect.poll(() => history.getState().found?.list.state).toBe('complete');
    cache.changed({ ...missed(8), missed: 2 });
    cache.changed({ ...missed(9, { peer: linus }), missed: 3 });
    expect(minutes(history.getState().found?.list.entries ?? [])).toEqual([8, 5]);
  });

  test('only the newest one is answered', async () => {
    const { history, signaling } = historyOf(entries);
    const answers: (() => void)[] = [];
    signaling.answer({
      'history:list': (payload) =>
        new Promise((resolve) => answers.push(() => resolve(serving(entries)(payload)))),
    });
    history.search('l', 'all');
    history.search('g', 'all');
    await expect.poll(() => answers.length).toBe(2);
    for (const answer of answers.toReversed()) answer();
    await expect.poll(() => history.getState().found?.list.state).toBe('partial');
    expect(history.getState().found).toMatchObject({ search: 'g' });
    expect(minutes(history.getState().found?.list.entries ?? [])).toEqual([5, 3]);
  });
});

describe('an entry by its call', () => {
  test('is found at the time of its call, without the pages before it', async () => {
    const { history, signaling } = historyOf([]);
    signaling.answer({
      'call:record': () => ok({ placedAt: missed(2).placedAt, devicesRang: 1, moments: [], dropped: 0 }),
      'history:list': () => ok({ entries: [missed(2), answered(1)], missed: 1 }),
    });
    expect(await history.find(callId(2))).toEqual(ok(missed(2)));
    expect(signaling.made.at(-1)?.payload).toMatchObject({ before: { placedAt: missed(2).placedAt } });
  });

  test('is not found if it was deleted or belongs to other people', async () => {
    const { history, signaling } = historyOf([]);
    signaling.answer({
      'call:record': () => ok({ placedAt: missed(2).placedAt, devicesRang: 1, moments: [], dropped: 0 }),
      'history:list': () => ok({ entries: [answered(1)], missed: 0 }),
    });
    expect(await history.find(callId(2))).toEqual(fail('notFound'));
    signaling.answer({ 'call:record': () => fail('notFound') });
    expect(await history.find(callId(2))).toEqual(fail('notFound'));
  });
});
