import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { noConversations, showConversations } from '../conversation/conversations.ts';
import { missed, userId } from '../testing/entries.testing.ts';
import type { History } from '../history/history.ts';
import { fromGrace, withGrace } from '../messages/messages.testing.ts';
import type { MissedNotice } from '../history/noticeStore.ts';
import type { Known, People } from './peopleStore.ts';
import { showHistory } from '../history/historyNames.ts';
import { showPeerOf, withDisplayNames } from './displayNames.ts';

const hopper: Known = { id: userId(1), name: 'Grace Hopper', handle: 'Grace', met: true };

function peopleOf(...known: readonly Known[]) {
  return createStore<People>(() => ({ state: 'ready', known, search: { state: 'idle' } }));
}

function historyOf(...numbers: readonly number[]): History {
  const entries = numbers.map((n) => missed(n));
  const list = { entries, state: 'complete' } as const;
  const found = { search: 'gra', filter: 'all', list } as const;
  return { all: list, missed: list, requests: list, found, unseen: 0 };
}

test('a person is renamed: everything fetched before shows the new name at once', () => {
  const people = peopleOf();
  const history = withDisplayNames(
    createStore<History>(() => historyOf(1)),
    people,
    showHistory,
  );
  expect(history.getState().all.entries[0]?.peer.name).toBe('Grace');
  people.setState({ known: [hopper] });
  expect(history.getState().all.entries[0]?.peer).toEqual(hopper);
  expect(history.getState().missed.entries[0]?.peer).toEqual(hopper);
  expect(history.getState().requests.entries[0]?.peer).toEqual(hopper);
  expect(history.getState().found?.list.entries[0]?.peer).toEqual(hopper);
});

test('calls, notices and conversations show it as well', () => {
  const people = peopleOf(hopper);
  const peer = { id: hopper.id, name: 'Grace' };
  const showNotice = showPeerOf<Pick<MissedNotice, 'peer'>>();
  const notices = createStore(() => [{ peer }]);
  const renamed = withDisplayNames(notices, people, (all, names) => all.map((one) => showNotice(one, names)));
  expect(renamed.getState()[0]?.peer).toEqual(hopper);
  const conversations = createStore(() => ({
    ...noConversations,
    known: [withGrace(fromGrace(1), { peer })],
    threads: new Map([
      [peer.id, { messages: { messages: [], state: 'complete' }, calls: historyOf(1).all } as const],
    ]),
  }));
  const shown = withDisplayNames(conversations, people, showConversations).getState();
  expect(shown.known[0]?.peer).toEqual(hopper);
  expect(shown.threads.get(peer.id)?.calls.entries[0]?.peer).toEqual(hopper);
});

test('an unknown person keeps the name that came with the call', () => {
  const history = withDisplayNames(
    createStore<History>(() => historyOf(1)),
    peopleOf(),
    showHistory,
  );
  expect(history.getState().all.entries[0]?.peer).toEqual({ id: userId(1), name: 'Grace' });
});

test('unchanged items stay the same objects, so that they are not rendered again', () => {
  const people = peopleOf(hopper);
  const source = createStore<History>(() => historyOf(1, 2));
  const history = withDisplayNames(source, people, showHistory);
  const [first, second] = history.getState().all.entries;
  source.setState({ all: { entries: [...source.getState().all.entries, missed(3)], state: 'complete' } });
  expect(history.getState().all.entries[0]).toBe(first);
  expect(history.getState().all.entries[1]).toBe(second);
  const { entries } = history.getState().all;
  source.setState({ unseen: 5 });
  expect(history.getState().all.entries).toBe(entries);
  people.setState({ search: { state: 'nobody', name: 'Kay' } });
  expect(history.getState().all.entries).toBe(entries);
});
