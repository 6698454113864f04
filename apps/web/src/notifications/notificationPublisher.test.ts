import {
  type CallScreen,
  type Connection,
  type Conversations,
  type IncomingCall,
  type KeyValueStorage,
  type MissedNotice,
  type Notes,
  type People,
} from '@ringback/client';
import { CallId, fail, MessageId, NoteId, UserId, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { isOvertaken, tagOf, type NotificationContent } from './shared/notificationContent.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { NotificationPublisher } from './notificationPublisher.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const callId = (n: number): CallId => v.parse(CallId, id(n));
const me = v.parse(UserId, id(1));
const grace: Person = { id: v.parse(UserId, id(2)), name: 'Grace' };

const quiet: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
};

function ringingCall(n = 1): IncomingCall {
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

/** The local storage of a browser profile. */
function storage(): KeyValueStorage {
  const stored = new Map<string, string>();
  return {
    get: (key) => stored.get(key) ?? null,
    set: (key, value) => void stored.set(key, value),
    remove: (key) => void stored.delete(key),
  };
}

/** The leading tab of a user whose engine the test controls. `seen`: some tab of the user is visible. */
function createTab({ seen = false, profile = storage() } = {}) {
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
    people: Object.assign(
      createStore<People>(() => ({
        state: 'ready',
        known: [{ ...grace, met: true }],
        search: { state: 'idle' },
      })),
      { person: () => Promise.resolve(fail('notFound')) },
    ),
  };
  const displayed: NotificationContent[] = [];
  const takenOver: NotificationContent[] = [];
  const open = new Map<string, NotificationContent>();
  const view = { seen };
  const start = () =>
    new NotificationPublisher({
      engine,
      me,
      log: new DeliveryLog(profile, me),
      isVisible: () => Promise.resolve(view.seen),
      display: {
        show: async (notice) => {
          displayed.push(notice);
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
    /** A notification that the browser still shows from earlier. */
    leftOver: (notice: NotificationContent) => open.set(tagOf({ userId: me, notice }), notice),
    takenOver: () => takenOver.map(({ kind }) => kind),
    kinds: () => displayed.map(({ kind }) => kind),
    open: () => [...open.values()],
    /** Resolves once the queue of displays is empty. */
    queueEmpty: () =>
      vi.waitFor(() => Promise.resolve()).then(() => new Promise((done) => setTimeout(done, 0))),
  };
}

test('a ringing call is shown once, and closed when it is handled on another device', async () => {
  vi.useFakeTimers();
  const tab = createTab();
  tab.start();
  tab.engine.calls.setState({ incoming: ringingCall() });
  tab.engine.calls.setState({ incoming: ringingCall() });
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.kinds()).toEqual(['incoming']);
  tab.engine.calls.setState({ incoming: null });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.open()).toEqual([]);
  vi.useRealTimers();
});

test('a stranger rings: the notification says so, and what they say it is about', async () => {
  const tab = createTab();
  tab.start();
  const said = { request: { isAsked: false }, reason: 'About your parcel' } as const;
  tab.engine.calls.setState({ incoming: { ...ringingCall(), ...said } });
  await tab.queueEmpty();
  expect(tab.open()).toMatchObject([{ kind: 'incoming', request: true, reason: 'About your parcel' }]);
});

test('a call that rings beside another one is shown like a first one, and goes with its ring', async () => {
  vi.useFakeTimers();
  const tab = createTab();
  tab.start();
  const { accept: holdAndAccept, ...ringing } = ringingCall(6);
  const second = { ...ringing, holdAndAccept, endAndAccept: holdAndAccept };
  tab.engine.calls.setState({ second });
  tab.engine.connection.setState({ state: 'online' }, true);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toMatchObject([{ kind: 'incoming', callId: callId(6) }]);
  tab.engine.calls.setState({ second: null });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.open()).toEqual([]);
  tab.view.seen = true;
  tab.engine.calls.setState({ second: { ...second, id: callId(7) } });
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.kinds()).toEqual(['incoming']);
  vi.useRealTimers();
});

test('a missed call replaces the ring and shows its true time', async () => {
  vi.useFakeTimers();
  const tab = createTab();
  tab.start();
  tab.engine.calls.setState({ incoming: ringingCall(5) });
  tab.engine.calls.setState({ incoming: null });
  await vi.advanceTimersByTimeAsync(300);
  tab.engine.notices.setState([missed(5)], true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.open()).toMatchObject([{ kind: 'missed', placedAt: 5_000 }]);
  vi.useRealTimers();
});

test('a tab that was suspended or offline during a whole call shows it as missed at its true time, never as ringing', async () => {
  const tab = createTab();
  tab.start();
  tab.engine.notices.setState([missed(9, { placedAt: 42 })], true);
  await tab.queueEmpty();
  expect(tab.open()).toMatchObject([{ kind: 'missed', callId: callId(9), placedAt: 42 }]);
  expect(tab.kinds()).toEqual(['missed']);
});

test('what happens while a tab is visible is never notified, not even later by another tab or after a reload', async () => {
  const profile = storage();
  const tab = createTab({ seen: true, profile });
  const telling = tab.start();
  tab.engine.calls.setState({ incoming: ringingCall() });
  tab.engine.notices.setState([missed(3)], true);
  tab.engine.conversations.setState(messages(1, 70));
  tab.engine.notes.setState(notes(80));
  await tab.queueEmpty();
  telling.stop();

  const next = createTab({ profile });
  next.engine.notices.setState([missed(3)], true);
  next.engine.conversations.setState(messages(1, 70));
  next.engine.notes.setState(notes(80));
  next.start();
  await next.queueEmpty();
  expect([...tab.kinds(), ...next.kinds()]).toEqual([]);
});

test('the leading tab dies while a call rings: the next one takes over the notification without showing it again', async () => {
  const profile = storage();
  const leader = createTab({ profile });
  leader.start();
  leader.engine.calls.setState({ incoming: ringingCall() });
  await leader.queueEmpty();
  const next = createTab({ profile });
  next.engine.calls.setState({ incoming: ringingCall() });
  next.start();
  await next.queueEmpty();
  expect([...leader.kinds(), ...next.kinds()]).toEqual(['incoming']);
  expect(next.takenOver()).toEqual(['incoming']);
});

test('the visible tab is closed while a call rings: the next tab, which is hidden, shows the notification', async () => {
  const profile = storage();
  const seen = createTab({ profile, seen: true });
  seen.start();
  seen.engine.calls.setState({ incoming: ringingCall() });
  await seen.queueEmpty();
  const next = createTab({ profile });
  next.engine.calls.setState({ incoming: ringingCall() });
  next.start();
  await next.queueEmpty();
  expect(next.kinds()).toEqual(['incoming']);
});

test('a browser that slept through the end of a call: once online, no notification says that it rings', async () => {
  const tab = createTab();
  tab.engine.connection.setState({ state: 'connecting' }, true);
  const about = { kind: 'incoming', peer: grace, media: 'audio', placedAt: 100 } as const;
  tab.leftOver({ ...about, callId: callId(1) });
  tab.leftOver({ ...about, callId: callId(2) });
  tab.leftOver({ kind: 'unknownCall', callId: callId(3) });
  tab.leftOver({ kind: 'unknownMessages', peerId: grace.id });
  tab.start();
  await tab.queueEmpty();
  expect(tab.open()).toHaveLength(4);
  tab.engine.connection.setState({ state: 'online' }, true);
  tab.engine.calls.setState({ incoming: ringingCall(2) });
  await tab.queueEmpty();
  expect(tab.open()).toMatchObject([{ kind: 'incoming', callId: callId(2) }]);
});

test('a missed call that is handled in the app is closed; one that a newer call pushed off the list stays', async () => {
  const tab = createTab();
  tab.start();
  tab.engine.notices.setState([missed(3), missed(2), missed(1)], true);
  tab.engine.notices.setState([missed(4), missed(3), missed(2)], true);
  tab.engine.notices.setState([missed(3), missed(2), missed(1)], true);
  await tab.queueEmpty();
  expect(tab.open()).toMatchObject([{ placedAt: 3_000 }, { placedAt: 2_000 }, { placedAt: 1_000 }]);
});

test('a silenced caller causes no notification', async () => {
  const tab = createTab();
  tab.start();
  tab.engine.notices.setState([missed(4, { isQuiet: true })], true);
  await tab.queueEmpty();
  expect(tab.kinds()).toEqual([]);
});

test('each new message is shown, my own are not, and reading on another device closes it', async () => {
  const tab = createTab();
  tab.start();
  tab.engine.conversations.setState(messages(1, 70));
  tab.engine.conversations.setState(messages(2, 80));
  tab.engine.conversations.setState(messages(2, 80));
  tab.engine.conversations.setState(messages(2, 90, me));
  await tab.queueEmpty();
  expect(tab.kinds()).toEqual(['messages', 'messages']);
  expect(tab.open()).toMatchObject([{ count: 2, sent: { text: 'at 80' } }]);
  tab.engine.conversations.setState(messages(0, 80));
  await tab.queueEmpty();
  expect(tab.open()).toEqual([]);
});

test('a note is shown with its sender; my own notes and played notes are not', async () => {
  const tab = createTab();
  tab.start();
  tab.engine.notes.setState(notes(60, { to: grace.id }));
  tab.engine.notes.setState(notes(65, { playedAt: 66 }));
  tab.engine.notes.setState(notes(70));
  await tab.queueEmpty();
  expect(tab.open()).toMatchObject([
    { peer: grace, count: 1, sent: { kind: 'note', media: 'video', durationMs: 12_000 } },
  ]);
});

test('the leading tab stops while a call rings: its notification is closed', async () => {
  const tab = createTab();
  const telling = tab.start();
  tab.engine.calls.setState({ incoming: ringingCall() });
  await tab.queueEmpty();
  expect(tab.open()).toHaveLength(1);
  telling.stop();
  await expect.poll(tab.open).toEqual([]);
});

test('the system refuses a notification: the next one is shown all the same', async () => {
  const tab = createTab();
  const refusing = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('Not now.'));
  const telling = new NotificationPublisher({
    engine: tab.engine,
    me,
    log: new DeliveryLog(storage(), me),
    isVisible: () => Promise.resolve(false),
    display: {
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
