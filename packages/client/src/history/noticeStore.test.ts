import { ok, type Entry } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import { createFakeStorage, type FakeStorage } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { CallsHarness } from '../calls/scenarios/callsHarness.testing.ts';
import type { CallScreen } from '../calls/selectors/callScreen.ts';
import { answered, callId, missed, userId } from '../testing/entries.testing.ts';
import type { People } from '../people/peopleStore.ts';
import { EntryCache } from './entryCache.ts';
import { NoticeStore } from './noticeStore.ts';

const quiet: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
  cannotPlace: 'offline',
};

interface Fixture {
  readonly notices: NoticeStore;
  readonly cache: EntryCache;
  readonly calls: StoreApi<CallScreen>;
  readonly placed: string[];
  readonly signaling: FakeSignalingClient;
}

function noticesOf(entries: readonly Entry[], storage: FakeStorage = createFakeStorage()): Fixture {
  const signaling = new FakeSignalingClient({
    'history:list': () => ok({ entries: [...entries], missed: entries.length }),
    'history:seen': () => ok({ missed: 0 }),
    'history:delete': () => ok({ missed: 0 }),
  });
  const placed: string[] = [];
  const calls = createStore<CallScreen>(() => ({
    ...quiet,
    place: (to, media) => void placed.push(`${to.name} ${media}`),
  }));
  const people = createStore<People>(() => ({ state: 'ready', known: [], search: { state: 'idle' } }));
  const cache = new EntryCache(signaling, createSeededRandom(1));
  return { notices: new NoticeStore(cache, storage, calls, people), cache, calls, placed, signaling };
}

function shownBy({ notices }: Fixture): readonly number[] {
  return notices.getState().map(({ placedAt }) => placedAt / 60_000);
}

test('at most three unseen missed calls are shown, newest first', async () => {
  const fixture = noticesOf([missed(5), missed(4), missed(3, { seen: true }), missed(2), missed(1)]);
  await fixture.notices.refresh();
  expect(shownBy(fixture)).toEqual([5, 4, 2]);
  fixture.cache.changed({ ...missed(6), missed: 5 });
  fixture.cache.changed({ ...answered(7), missed: 5 });
  expect(shownBy(fixture)).toEqual([6, 5, 4]);
});

test('a dismissed notice stays away, also after a reload, and the next one moves up', async () => {
  const storage = createFakeStorage();
  const fixture = noticesOf([missed(4), missed(3), missed(2), missed(1)], storage);
  await fixture.notices.refresh();
  fixture.notices.getState()[0]?.dismiss();
  expect(shownBy(fixture)).toEqual([3, 2, 1]);
  const reloaded = noticesOf([missed(4), missed(3)], storage);
  await reloaded.notices.refresh();
  expect(shownBy(reloaded)).toEqual([3]);
});

test('a notice disappears when its entry is seen on another device or deleted', async () => {
  const fixture = noticesOf([missed(4), missed(3), missed(2), missed(1)]);
  await fixture.notices.refresh();
  fixture.cache.changed({ ...missed(4, { seen: true }), missed: 3 });
  fixture.cache.removed({ callIds: [callId(3)], missed: 2 });
  fixture.cache.delete([callId(2)]);
  expect(shownBy(fixture)).toEqual([1]);
  fixture.cache.removed({ before: 60_000, missed: 0 });
  expect(shownBy(fixture)).toEqual([]);
});

test('a notice stays while the history is open in this tab', async () => {
  const fixture = noticesOf([]);
  await fixture.notices.refresh();
  fixture.cache.changed({ ...missed(1), missed: 1 });
  await fixture.cache.markSeen([callId(1)]);
  fixture.cache.changed({ ...missed(1, { seen: true }), missed: 0 });
  expect(shownBy(fixture)).toEqual([1]);
});

test('after a reconnect, a notice that this tab has seen goes once the server has answered', async () => {
  const fixture = noticesOf([missed(1)]);
  await fixture.notices.refresh();
  await fixture.cache.markSeen([callId(1)]);
  const answer = Promise.withResolvers<void>();
  fixture.signaling.answer({
    'history:list': async () => {
      await answer.promise;
      return ok({ entries: [missed(1, { seen: true })], missed: 0 });
    },
  });
  fixture.cache.refresh(0);
  expect(shownBy(fixture)).toEqual([1]);
  answer.resolve();
  await expect.poll(() => shownBy(fixture)).toEqual([]);
});

test('calling a person back, by any button, dismisses all their notices', async () => {
  const other = { id: userId(2), name: 'Kay' };
  const fixture = noticesOf([missed(3, { media: 'video' }), missed(2), missed(1, { peer: other })]);
  await fixture.notices.refresh();
  fixture.notices.getState()[0]?.callBack?.();
  expect(fixture.placed).toEqual(['Grace video']);
  const harness = CallsHarness.online();
  harness.place(missed(3).peer, 'video');
  fixture.calls.setState({ ...quiet, current: harness.current, cannotPlace: 'inCall' }, true);
  expect(fixture.notices.getState().map(({ peer }) => peer.name)).toEqual(['Kay']);
  expect(fixture.notices.getState()[0]?.callBack).toBeUndefined();
});

test('the next user to sign in gets no notices of the previous one', async () => {
  const fixture = noticesOf([missed(1)]);
  const refreshing = fixture.notices.refresh();
  fixture.cache.reset();
  await refreshing;
  expect(shownBy(fixture)).toEqual([]);
});

test('missed calls of muted people and of quiet hours get a notice that announces nothing', async () => {
  const entries = [missed(3), missed(2, { quiet: true }), missed(1, { detail: 'silenced' })];
  const { notices } = noticesOf(entries);
  await notices.refresh();
  expect(notices.getState().map(({ isQuiet }) => isQuiet)).toEqual([false, true, true]);
});
