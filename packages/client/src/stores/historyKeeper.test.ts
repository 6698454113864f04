import { fail, ok, type Data, type Entry, type Payload, type Result } from '@ringback/protocol';
import { FakeWire } from '@ringback/testkit';
import { describe, expect, test } from 'vitest';
import { answered, callId, missed } from './entries.testing.ts';
import { HistoryKeeper } from './historyKeeper.ts';

type Page = Data<'history:list'>;

/** A server's history, paged by two. */
function serving(entries: readonly Entry[], unseen = 0) {
  return ({ filter, before }: Payload<'history:list'>): Result<Page> => {
    const all = entries.filter(({ label }) => filter === 'all' || label === 'missed');
    const start = before === undefined ? 0 : all.findIndex((entry) => entry.callId === before.callId) + 1;
    const page = all.slice(start, start + 2);
    const last = page.at(-1);
    const isLast = start + 2 >= all.length;
    const next =
      last === undefined || isLast ? {} : { next: { placedAt: last.placedAt, callId: last.callId } };
    return ok({ entries: page, missed: unseen, ...next });
  };
}

function keeperOf(entries: readonly Entry[], unseen = 0): { keeper: HistoryKeeper; wire: FakeWire } {
  const wire = new FakeWire({ 'history:list': serving(entries, unseen) });
  return { keeper: new HistoryKeeper(wire), wire };
}

function minutes(entries: readonly Entry[]): readonly number[] {
  return entries.map(({ placedAt }) => placedAt / 60_000);
}

describe('paging', () => {
  test('page by page, until there is nothing older', async () => {
    const { keeper } = keeperOf([answered(5), missed(4), answered(3), missed(2), answered(1)]);
    await keeper.load('all');
    expect(keeper.history.getState().all).toMatchObject({ state: 'partial' });
    await keeper.load('all');
    await keeper.load('all');
    await keeper.load('all');
    const { all } = keeper.history.getState();
    expect(all.state).toBe('complete');
    expect(minutes(all.entries)).toEqual([5, 4, 3, 2, 1]);
  });

  test('the two lists are independent', async () => {
    const { keeper } = keeperOf([answered(5), missed(4), answered(3)], 1);
    await keeper.load('missed');
    const { all, missed: list, unseen } = keeper.history.getState();
    expect(all.state).toBe('unknown');
    expect(minutes(list.entries)).toEqual([4]);
    expect(unseen).toBe(1);
  });

  test('asked twice at once, it is fetched once', async () => {
    const { keeper, wire } = keeperOf([answered(1)]);
    await Promise.all([keeper.load('all'), keeper.load('all')]);
    expect(wire.made).toHaveLength(1);
  });

  test('a page that cannot be fetched can be tried again', async () => {
    const { keeper, wire } = keeperOf([answered(1)]);
    wire.answer({ 'history:list': () => fail('unavailable') });
    await keeper.load('all');
    expect(keeper.history.getState().all.state).toBe('failed');
    wire.answer({ 'history:list': serving([answered(1)]) });
    await keeper.load('all');
    expect(minutes(keeper.history.getState().all.entries)).toEqual([1]);
  });

  test('an answer for the user who signed out is dropped', async () => {
    const { keeper } = keeperOf([answered(1)]);
    const loading = keeper.load('all');
    keeper.reset();
    await loading;
    expect(keeper.history.getState().all).toEqual({ entries: [], state: 'unknown' });
  });
});

describe('how a call went', () => {
  const id = callId(1);
  const record = { placedAt: 1, devicesRang: 1, moments: [], dropped: 0 };

  test('is asked of the server each time, for the record of a live call grows', async () => {
    const { keeper, wire } = keeperOf([]);
    wire.answer({ 'call:record': () => ok(record) });
    expect(await keeper.record(id)).toEqual(ok(record));
    wire.answer({ 'call:record': () => ok({ ...record, rangAt: 2 }) });
    expect(await keeper.record(id)).toEqual(ok({ ...record, rangAt: 2 }));
    const asked = { name: 'call:record', payload: { callId: id } };
    expect(wire.made).toEqual([asked, asked]);
  });

  test('cannot be known offline, nor of a call of others', async () => {
    const { keeper, wire } = keeperOf([]);
    expect(await keeper.record(id)).toEqual(fail('offline'));
    wire.answer({ 'call:record': () => fail('notFound') });
    expect(await keeper.record(id)).toEqual(fail('notFound'));
  });
});

describe('pushes', () => {
  test('a new entry comes first, a changed one stays in its place', async () => {
    const { keeper } = keeperOf([missed(2), answered(1)]);
    await keeper.load('all');
    keeper.changed({ ...missed(3), missed: 2 });
    keeper.changed({ ...missed(2, { seen: true }), missed: 1 });
    const { all, unseen } = keeper.history.getState();
    expect(minutes(all.entries)).toEqual([3, 2, 1]);
    expect(all.entries[1]?.seen).toBe(true);
    expect(unseen).toBe(1);
  });

  test('before the list was fetched only the count is known', () => {
    const { keeper } = keeperOf([]);
    keeper.changed({ ...missed(3), missed: 1 });
    expect(keeper.history.getState()).toMatchObject({ unseen: 1, all: { entries: [] } });
  });

  test('one that is older than what was fetched waits for its page, so that there is no gap', async () => {
    const { keeper } = keeperOf([answered(5), answered(4), answered(3), missed(2)]);
    await keeper.load('all');
    keeper.changed({ ...missed(2, { seen: true }), missed: 0 });
    expect(minutes(keeper.history.getState().all.entries)).toEqual([5, 4]);
  });

  test('one that comes while a page is fetched is not undone by it', async () => {
    const { keeper } = keeperOf([missed(2), answered(1)]);
    const loading = keeper.load('all');
    keeper.changed({ ...missed(2, { seen: true }), missed: 0 });
    keeper.changed({ ...missed(3), missed: 1 });
    await loading;
    const { entries } = keeper.history.getState().all;
    expect(minutes(entries)).toEqual([3, 2, 1]);
    expect(entries[1]?.seen).toBe(true);
  });

  test('deleted elsewhere, by name or up to a time', async () => {
    const { keeper } = keeperOf([missed(2), answered(1)]);
    await keeper.load('all');
    keeper.removed({ callIds: [callId(2)], missed: 0 });
    expect(minutes(keeper.history.getState().all.entries)).toEqual([1]);
    keeper.removed({ before: 60_000, missed: 0 });
    expect(keeper.history.getState().all.entries).toEqual([]);
  });

  test('after a break of the connection, what was deleted meanwhile goes and what came is there', async () => {
    const { keeper, wire } = keeperOf([answered(3), missed(2), answered(1)]);
    await keeper.load('all');
    await keeper.load('all');
    wire.answer({ 'history:list': serving([missed(4), answered(3), answered(1)], 1) });
    keeper.refresh(1);
    await expect.poll(() => minutes(keeper.history.getState().all.entries)).toEqual([4, 3, 2, 1]);
    wire.answer({ 'history:list': serving([missed(4)], 1) });
    keeper.refresh(1);
    await expect.poll(() => minutes(keeper.history.getState().all.entries)).toEqual([4]);
  });
});

describe('one’s own changes', () => {
  test('are there at once, and stay if the server agrees', async () => {
    const { keeper, wire } = keeperOf([missed(2), missed(1)], 2);
    await keeper.load('all');
    wire.answer({ 'history:seen': () => ok({ missed: 1 }) });
    const marking = keeper.markSeen([callId(2)]);
    expect(keeper.history.getState().unseen).toBe(1);
    await marking;
    expect(keeper.history.getState().all.entries.map(({ seen }) => seen)).toEqual([true, false]);
  });

  test('are taken back if it does not', async () => {
    const { keeper } = keeperOf([missed(3), missed(2), missed(1)], 3);
    await keeper.load('all');
    await keeper.markSeen([callId(3), callId(2)]);
    expect(keeper.history.getState()).toMatchObject({ unseen: 3 });
    const deleted = await keeper.delete([callId(2)]);
    expect(deleted.ok).toBe(false);
    expect(minutes(keeper.history.getState().all.entries)).toEqual([3, 2]);
    await keeper.clear(900_000);
    const { all, unseen } = keeper.history.getState();
    expect(minutes(all.entries)).toEqual([3, 2]);
    expect(unseen).toBe(3);
  });

  test('what is seen already is not marked again', async () => {
    const { keeper, wire } = keeperOf([answered(2)]);
    await keeper.load('all');
    await keeper.markSeen([callId(2)]);
    expect(wire.made.map(({ name }) => name)).toEqual(['history:list']);
  });

  test('clearing deletes all up to a time, and what arrives meanwhile stays', async () => {
    const { keeper, wire } = keeperOf([missed(2), answered(1)], 1);
    await keeper.load('all');
    wire.answer({ 'history:delete': () => ok({ missed: 0 }) });
    const clearing = keeper.clear(900_000);
    expect(keeper.history.getState().all.entries).toEqual([]);
    keeper.changed({ ...missed(20), missed: 1 });
    await clearing;
    expect(wire.made.at(-1)?.payload).toEqual({ before: 900_000 });
    expect(minutes(keeper.history.getState().all.entries)).toEqual([20]);
  });
});
