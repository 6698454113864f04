import { ok, type Data, type Entry, type Payload, type Result } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { describe, expect, test } from 'vitest';
import { callId, missed } from '../testing/entries.testing.ts';
import { EntryCache } from './entryCache.ts';

type Page = Data<'history:list'>;

/** A server's history, paged by two. */
function serving(all: readonly Entry[], unseen = 0) {
  return ({ before }: Payload<'history:list'>): Result<Page> => {
    const start = before === undefined ? 0 : all.findIndex((entry) => entry.callId === before.callId) + 1;
    const page = all.slice(start, start + 2);
    const last = page.at(-1);
    const isLast = start + 2 >= all.length;
    const next =
      last === undefined || isLast ? {} : { next: { placedAt: last.placedAt, callId: last.callId } };
    return ok({ entries: page, missed: unseen, ...next });
  };
}

/** A cache with one list. */
function listOf(entries: readonly Entry[]) {
  const signaling = new FakeSignalingClient({ 'history:list': serving(entries) });
  const cache = new EntryCache(signaling, createSeededRandom(1));
  cache.open('all', { filter: 'all', pageSize: { first: 2, older: 2 } });
  return {
    signaling,
    cache,
    load: () => cache.fetch('all', cache.list('all').entries.length === 0 ? 'first' : 'older'),
    state: () => cache.list('all').state,
    minutes: () => cache.list('all').entries.map(({ placedAt }) => placedAt / 60_000),
  };
}

describe('many calls during an absence', () => {
  const calls = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, n) => missed(from - n, { seen: true }));
  const served = (signaling: FakeSignalingClient) =>
    signaling.made.filter(({ name }) => name === 'history:list').length;

  test('a whole list is whole again, with nothing missing between old and new', async () => {
    const { cache, signaling, load, minutes, state } = listOf(calls(3, 1));
    await load();
    await load();
    signaling.answer({ 'history:list': serving(calls(12, 1), 9) });
    cache.refresh(9);
    await expect.poll(state).toBe('complete');
    expect(minutes()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(cache.unseen).toBe(9);
  });

  test('an entry that is pushed while the gap is fetched neither hides the gap nor is lost', async () => {
    const { cache, signaling, load, minutes, state } = listOf(calls(3, 1));
    await load();
    signaling.answer({ 'history:list': serving(calls(9, 1), 6) });
    cache.refresh(6);
    cache.changed({ ...missed(10), missed: 7 });
    await expect.poll(state).toBe('partial');
    expect(minutes()).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2]);
  });

  test('more than are fetched at once: older entries are forgotten until scrolled to, and follow without a hole', async () => {
    const { cache, signaling, load, minutes, state } = listOf(calls(3, 1));
    await load();
    signaling.answer({ 'history:list': serving(calls(60, 1), 57) });
    cache.refresh(57);
    await expect.poll(state).toBe('partial');
    expect(served(signaling)).toBe(12);
    expect(minutes().at(-1)).toBe(39);
    await load();
    expect(minutes().slice(-3)).toEqual([39, 38, 37]);
  });

  test('a reconnect during the fetch of an older page fetches from the top', async () => {
    const { cache, signaling, load, minutes } = listOf(calls(5, 1));
    await load();
    const held = Promise.withResolvers<Result<Page>>();
    signaling.answer({ 'history:list': () => held.promise });
    const older = load();
    signaling.answer({ 'history:list': serving(calls(6, 1)) });
    cache.refresh(0);
    await expect.poll(minutes).toEqual([6, 5, 4]);
    held.resolve(serving(calls(5, 1))({ before: { placedAt: missed(4).placedAt, callId: callId(4) } }));
    await older;
    expect(minutes()).toEqual([6, 5, 4]);
  });
});
