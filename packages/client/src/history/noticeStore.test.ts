import { ok, type Entry } from '@ringback/protocol';
import { createFakeStorage, type FakeStorage } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { Desk } from '../calls/desk.testing.ts';
import type { CallScreen } from '../calls/callScreen.ts';
import { answered, callId, missed, userId } from '../testing/entries.testing.ts';
import { NoticeStore } from './noticeStore.ts';

const quiet: CallScreen = {
  current: null,
  incoming: null,
  outcome: null,
  remarks: [],
  cannotPlace: 'offline',
};

interface Rig {
  readonly keeper: NoticeStore;
  readonly calls: StoreApi<CallScreen>;
  readonly placed: string[];
}

function keeperOf(entries: readonly Entry[], storage: FakeStorage = createFakeStorage()): Rig {
  const signaling = new FakeSignalingClient({
    'history:list': () => ok({ entries: [...entries], missed: entries.length }),
  });
  const placed: string[] = [];
  const calls = createStore<CallScreen>(() => ({
    ...quiet,
    place: (to, media) => void placed.push(`${to.name} ${media}`),
  }));
  return { keeper: new NoticeStore(signaling, storage, calls), calls, placed };
}

function told({ keeper }: Rig): readonly number[] {
  return keeper.notices.getState().map(({ placedAt }) => placedAt / 60_000);
}

test('three at most, the newest first, and only what was missed and not seen', async () => {
  const rig = keeperOf([missed(5), missed(4), missed(3, { seen: true }), missed(2), missed(1)]);
  await rig.keeper.refresh();
  expect(told(rig)).toEqual([5, 4, 2]);
  rig.keeper.changed({ ...missed(6), missed: 5 });
  rig.keeper.changed({ ...answered(7), missed: 5 });
  expect(told(rig)).toEqual([6, 5, 4]);
});

test('dismissed, it stays away, also after a reload of the tab; the next one moves up', async () => {
  const storage = createFakeStorage();
  const rig = keeperOf([missed(4), missed(3), missed(2), missed(1)], storage);
  await rig.keeper.refresh();
  rig.keeper.notices.getState()[0]?.dismiss();
  expect(told(rig)).toEqual([3, 2, 1]);
  const reloaded = keeperOf([missed(4), missed(3)], storage);
  await reloaded.keeper.refresh();
  expect(told(reloaded)).toEqual([3]);
});

test('seen elsewhere, or deleted, it goes', async () => {
  const rig = keeperOf([missed(4), missed(3), missed(2), missed(1)]);
  await rig.keeper.refresh();
  rig.keeper.changed({ ...missed(4, { seen: true }), missed: 3 });
  rig.keeper.removed({ callIds: [callId(3)], missed: 2 });
  rig.keeper.forget([callId(2)]);
  expect(told(rig)).toEqual([1]);
  rig.keeper.removed({ before: 60_000, missed: 0 });
  expect(told(rig)).toEqual([]);
});

test('a list that happens to be open swallows no notice', () => {
  const rig = keeperOf([]);
  rig.keeper.changed({ ...missed(1), missed: 1 });
  rig.keeper.seenHere([callId(1)]);
  rig.keeper.changed({ ...missed(1, { seen: true }), missed: 0 });
  expect(told(rig)).toEqual([1]);
});

test('called back, by this button or any other, all of that person go', async () => {
  const other = { id: userId(2), name: 'Kay' };
  const rig = keeperOf([missed(3, { media: 'video' }), missed(2), missed(1, { peer: other })]);
  await rig.keeper.refresh();
  rig.keeper.notices.getState()[0]?.callBack?.();
  expect(rig.placed).toEqual(['Grace video']);
  const desk = Desk.online();
  desk.place(missed(3).peer, 'video');
  rig.calls.setState({ ...quiet, current: desk.current, cannotPlace: 'inCall' }, true);
  expect(rig.keeper.notices.getState().map(({ peer }) => peer.name)).toEqual(['Kay']);
  expect(rig.keeper.notices.getState()[0]?.callBack).toBeUndefined();
});

test('whoever signs in next is told nothing of it', async () => {
  const rig = keeperOf([missed(1)]);
  const refreshing = rig.keeper.refresh();
  rig.keeper.reset();
  await refreshing;
  expect(told(rig)).toEqual([]);
});
