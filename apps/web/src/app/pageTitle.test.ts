import type { CallScreen } from '@ringback/client';
import { CallId, MessageId, NoteId, UserId, type Conversation, type Note } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { currentCall } from '../dev/fixtures/calls.ts';
import { callsLinkName, pageTitle, waitingCount } from './pageTitle.ts';

const quiet: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
};
const ringing: CallScreen = {
  ...quiet,
  incoming: {
    id: v.parse(CallId, '00000000-0000-4000-8000-000000000001'),
    peer: { id: v.parse(UserId, '00000000-0000-4000-8000-000000000002'), name: 'Ada' },
    media: 'audio',
    sinceMs: 0,
    accept: () => {},
    decline: () => {},
  },
};

test('a ringing call comes first in the title', () => {
  expect(pageTitle(ringing, 3, '/calls')).toBe('Ada is calling · Ringback');
});

test('the title has the waiting count and the current screen', () => {
  expect(pageTitle(quiet, 2, '/people/x')).toBe('(2) People · Ringback');
  expect(pageTitle(quiet, 0, '/checkup')).toBe('Check-up · Ringback');
  expect(pageTitle(quiet, 0, '/')).toBe('Ringback');
});

test('the title follows the call', () => {
  const titleOf = (more: Parameters<typeof currentCall>[0]): string =>
    pageTitle({ ...quiet, current: currentCall(more) }, 0, '/people');
  const talking = { kind: 'talking', sinceMs: 0 } as const;
  expect(titleOf({ status: { kind: 'calling' } })).toBe('Calling Grace · Ringback');
  expect(titleOf({ status: { kind: 'ringing' } })).toBe('Ringing Grace · Ringback');
  expect(titleOf({ status: { kind: 'connecting' } })).toBe('Connecting to Grace · Ringback');
  expect(titleOf({ status: talking })).toBe('Call with Grace · Ringback');
  expect(titleOf({ status: talking, microphone: { state: 'off' } })).toBe(
    'Muted · Call with Grace · Ringback',
  );
  expect(titleOf({ status: { ...talking, kind: 'held' } })).toBe('On hold · Call with Grace · Ringback');
  expect(titleOf({ status: { kind: 'waiting' } })).toBe('Reconnecting · Call with Grace · Ringback');
});

test('missed calls, unread messages and unplayed notes count as waiting', () => {
  const me = v.parse(UserId, '00000000-0000-4000-8000-000000000009');
  const conversation = (unread: number): Conversation => {
    const peer = { id: v.parse(UserId, '00000000-0000-4000-8000-000000000002'), name: 'Ada' };
    const id = v.parse(MessageId, '00000000-0000-4000-8000-000000000003');
    const last = { id, from: peer.id, to: peer.id, text: 'Hello', sentAt: 1 };
    return { peer, last, unread, mine: { delivered: 0, read: 0 }, theirs: { delivered: 0, read: 0 } };
  };
  const note = (to: UserId, playedAt?: number): Note => ({
    id: v.parse(NoteId, '00000000-0000-4000-8000-000000000004'),
    callId: v.parse(CallId, '00000000-0000-4000-8000-000000000005'),
    media: 'audio',
    mime: 'audio/webm',
    durationMs: 1,
    peaks: [],
    from: conversation(0).peer.id,
    to,
    size: 1,
    sentAt: 1,
    bytes: 'kept',
    ...(playedAt !== undefined && { playedAt }),
  });
  const talk = { known: [conversation(3), conversation(0), conversation(1)] };
  const notes = { known: [note(me), note(me, 2), note(conversation(0).peer.id)], lost: new Set<NoteId>() };
  expect(waitingCount(me, 2, talk, notes)).toBe(7);
  const lost = { known: [note(me)], lost: new Set([note(me).id]) };
  expect(waitingCount(me, 0, { known: [] }, lost)).toBe(0);
});

test('the accessible name of the calls link has the number of missed calls', () => {
  expect(callsLinkName(0)).toBe('Calls');
  expect(callsLinkName(2)).toBe('Calls, 2 missed');
});
