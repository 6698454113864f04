import {
  type CallScreen,
  type Connection,
  type Conversations,
  type IncomingCall,
  type MissedNotice,
  type Notes,
  type People,
} from '@ringback/client';
import { CallId, fail, MessageId, NoteId, UserId, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { isOvertaken, tagOf, type Notice } from './shared/notice.ts';
import { ToldMemory } from './told.ts';
import { Telling } from './telling.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const callId = (n: number): CallId => v.parse(CallId, id(n));
const me = v.parse(UserId, id(1));
const grace: Person = { id: v.parse(UserId, id(2)), name: 'Grace' };

const quiet: CallScreen = { current: null, incoming: null, outcome: null, remarks: [] };

function rings(n = 1): IncomingCall {
  return { id: callId(n), peer: grace, media: 'audio', sinceMs: 100, accept: () => {}, decline: () => {} };
}

function missed(n: number, changes: Partial<MissedNotice> = {}): MissedNotice {
  const about = { callId: callId(n), peer: grace, media: 'audio', placedAt: 1_000 * n } as const;
  return { ...about, isQuiet: false, dismiss: () => {}, ...changes };
}

function messages(unread: number, sentAt: number, from = grace.id): Pick<Conversations, 'known'> {
  const last = { id: v.parse(MessageId, id(7)), from, to: me, text: `at ${sentAt}`, sentAt };
  const none = { delivered: 0, read: 0 };
  return { known: [{ peer: grace, last, unread, mine: none, theirs: none }] };
}

function notes(sentAt: number, changes: { playedAt?: number; to?: UserId } = {}): Pick<Notes, 'known'> {
  const about = {
    id: v.parse(NoteId, id(8)),
    callId: callId(1),
    media: 'video',
    mime: 'video/webm',
  } as const;
  const note = { ...about, durationMs: 12_000, peaks: [], from: grace.id, to: me, size: 1, sentAt };
  return { known: [{ ...note, bytes: 'kept' as const, ...changes }] };
}

/** What a browser profile keeps. */
function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

/** The leading tab of a user whose engine does what the test says; `seen`: some tab can be seen. */
function aTab({ seen = false, profile = storage() } = {}) {
  const engine = {
    connection: createStore<Connection>(() => ({ state: 'online' })),
    calls: createStore<CallScreen>(() => quiet),
    notices: createStore<readonly MissedNotice[]>(() => []),
    conversations: createStore<Conversations>(() => ({
      state: 'ready',
      known: [],
      threads: new Map(),
      outbox: [],
    })),
    notes: createStore<Notes>(() => ({ known: [], reach: new Map(), outbox: [], lost: new Set() })),
    people: createStore<People>(() => ({
      state: 'ready',
      known: [{ ...grace, met: true }],
      search: { state: 'idle' },
    })),
    person: () => Promise.resolve(fail('notFound')),
  };
  const shown: Notice[] = [];
  const takenOver: Notice[] = [];
  const open = new Map<string, Notice>();
  const view = { seen };
  const start = () =>
    new Telling({
      engine,
      me,
      told: new ToldMemory(profile, me),
      isSeen: () => Promise.resolve(view.seen),
      showing: {
        show: async (notice) => {
          shown.push(notice);
          open.set(tagOf({ userId: me, notice }), notice);
        },
        takeOver: async (notice) => void takenOver.push(notice),
        close: async (tag) => void open.delete(tag),
        closeOvertaken: async (ringing) => {
          for (const [tag, notice] of open) if (isOvertaken(notice, ringing)) open.delete(tag);
        },
      },
    });
  return {
    engine,
    view,
    start,
    /** What the browser still shows from earlier. */
    leftOver: (notice: Notice) => open.set(tagOf({ userId: me, notice }), notice),
    takenOver: () => takenOver.map(({ kind }) => kind),
    kinds: () => shown.map(({ kind }) => kind),
    open: () => [...open.values()],
    /** Everything that was to be told by now has been. */
    settle: () => vi.waitFor(() => Promise.resolve()).then(() => new Promise((done) => setTimeout(done, 0))),
  };
}

test('a call that rings is told once; taken away when it is dealt with on another device', async () => {
  vi.useFakeTimers();
  const tab = aTab();
  tab.start();
  tab.engine.calls.setState({ incoming: rings() });
  tab.engine.calls.setState({ incoming: rings() });
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.kinds()).toEqual(['incoming']);
  tab.engine.calls.setState({ incoming: null });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.open()).toEqual([]);
  vi.useRealTimers();
});

test('missed: it stays, as missed at its true time, in place of the ring', async () => {
  vi.useFakeTimers();
  const tab = aTab();
  tab.start();
  tab.engine.calls.setState({ incoming: rings(5) });
  tab.engine.calls.setState({ incoming: null });
  await vi.advanceTimersByTimeAsync(300);
  tab.engine.notices.setState([missed(5)], true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.open()).toMatchObject([{ kind: 'missed', placedAt: 5_000 }]);
  vi.useRealTimers();
});

test('a tab that slept, or was cut off, through a whole call tells it as missed at its true time, and rings nothing', async () => {
  const tab = aTab();
  tab.start();
  tab.engine.notices.setState([missed(9, { placedAt: 42 })], true);
  await tab.settle();
  expect(tab.open()).toMatchObject([{ kind: 'missed', callId: callId(9), placedAt: 42 }]);
  expect(tab.kinds()).toEqual(['missed']);
});

test('whoever sees a tab is told nothing by the system, also not later, by another tab, or after a reload', async () => {
  const profile = storage();
  const tab = aTab({ seen: true, profile });
  const telling = tab.start();
  tab.engine.calls.setState({ incoming: rings() });
  tab.engine.notices.setState([missed(3)], true);
  tab.engine.conversations.setState(messages(1, 70));
  tab.engine.notes.setState(notes(80));
  await tab.settle();
  telling.stop();

  const next = aTab({ profile });
  next.engine.notices.setState([missed(3)], true);
  next.engine.conversations.setState(messages(1, 70));
  next.engine.notes.setState(notes(80));
  next.start();
  await next.settle();
  expect([...tab.kinds(), ...next.kinds()]).toEqual([]);
});

test('the tab that leads dies in mid-ring: the next one takes over what was shown, and shows nothing a second time', async () => {
  const profile = storage();
  const leader = aTab({ profile });
  leader.start();
  leader.engine.calls.setState({ incoming: rings() });
  await leader.settle();
  const next = aTab({ profile });
  next.engine.calls.setState({ incoming: rings() });
  next.start();
  await next.settle();
  expect([...leader.kinds(), ...next.kinds()]).toEqual(['incoming']);
  expect(next.takenOver()).toEqual(['incoming']);
});

test('who closes the tab in which a call was seen to ring is told of it by the next tab, which cannot be seen', async () => {
  const profile = storage();
  const seen = aTab({ profile, seen: true });
  seen.start();
  seen.engine.calls.setState({ incoming: rings() });
  await seen.settle();
  const next = aTab({ profile });
  next.engine.calls.setState({ incoming: rings() });
  next.start();
  await next.settle();
  expect(next.kinds()).toEqual(['incoming']);
});

test('a browser that slept through the end of a call: once the server is reached, nothing says that it rings', async () => {
  const tab = aTab();
  tab.engine.connection.setState({ state: 'connecting' }, true);
  const about = { kind: 'incoming', peer: grace, media: 'audio', placedAt: 100 } as const;
  tab.leftOver({ ...about, callId: callId(1) });
  tab.leftOver({ ...about, callId: callId(2) });
  tab.leftOver({ kind: 'unknownCall', callId: callId(3) });
  tab.leftOver({ kind: 'unknownMessages', peerId: grace.id });
  tab.start();
  await tab.settle();
  expect(tab.open()).toHaveLength(4);
  tab.engine.connection.setState({ state: 'online' }, true);
  tab.engine.calls.setState({ incoming: rings(2) });
  await tab.settle();
  expect(tab.open()).toMatchObject([{ kind: 'incoming', callId: callId(2) }]);
});

test('a missed call that is dealt with in the app is told no more; one that made room for a newer one is', async () => {
  const tab = aTab();
  tab.start();
  tab.engine.notices.setState([missed(3), missed(2), missed(1)], true);
  tab.engine.notices.setState([missed(4), missed(3), missed(2)], true);
  tab.engine.notices.setState([missed(3), missed(2), missed(1)], true);
  await tab.settle();
  expect(tab.open()).toMatchObject([{ placedAt: 3_000 }, { placedAt: 2_000 }, { placedAt: 1_000 }]);
});

test('a silenced caller disturbs nobody', async () => {
  const tab = aTab();
  tab.start();
  tab.engine.notices.setState([missed(4, { isQuiet: true })], true);
  await tab.settle();
  expect(tab.kinds()).toEqual([]);
});

test('messages: each new one draws attention, my own do not, and read on another device it goes', async () => {
  const tab = aTab();
  tab.start();
  tab.engine.conversations.setState(messages(1, 70));
  tab.engine.conversations.setState(messages(2, 80));
  tab.engine.conversations.setState(messages(2, 80));
  tab.engine.conversations.setState(messages(2, 90, me));
  await tab.settle();
  expect(tab.kinds()).toEqual(['messages', 'messages']);
  expect(tab.open()).toMatchObject([{ count: 2, sent: { text: 'at 80' } }]);
  tab.engine.conversations.setState(messages(0, 80));
  await tab.settle();
  expect(tab.open()).toEqual([]);
});

test('a note is told with who left it; my own, and one that was played, are not', async () => {
  const tab = aTab();
  tab.start();
  tab.engine.notes.setState(notes(60, { to: grace.id }));
  tab.engine.notes.setState(notes(65, { playedAt: 66 }));
  tab.engine.notes.setState(notes(70));
  await tab.settle();
  expect(tab.open()).toMatchObject([
    { peer: grace, count: 1, sent: { kind: 'note', media: 'video', durationMs: 12_000 } },
  ]);
});

test('the tab that leads is closed while it rings: nothing is left that nobody would take away', async () => {
  const tab = aTab();
  const telling = tab.start();
  tab.engine.calls.setState({ incoming: rings() });
  await tab.settle();
  expect(tab.open()).toHaveLength(1);
  telling.stop();
  await expect.poll(tab.open).toEqual([]);
});

test('a system that refuses to show something: what comes next is told all the same', async () => {
  const tab = aTab();
  const refusing = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('Not now.'));
  const telling = new Telling({
    engine: tab.engine,
    me,
    told: new ToldMemory(storage(), me),
    isSeen: () => Promise.resolve(false),
    showing: {
      show: refusing,
      takeOver: refusing,
      close: () => Promise.resolve(),
      closeOvertaken: () => Promise.resolve(),
    },
  });
  tab.engine.notices.setState([missed(1)], true);
  tab.engine.notices.setState([missed(2), missed(1)], true);
  await expect.poll(() => refusing.mock.calls).toHaveLength(2);
  telling.stop();
});
