import type { Call } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { aCall } from '../calls/calls.testing.ts';
import { wakeReasonFor, type StoredCallChange } from './wakeReason.ts';

function reasonFor(call: Call, change: Partial<StoredCallChange> = {}): string | undefined {
  const missed = {
    callId: call.id,
    userId: call.callee.userId,
    peerId: call.caller.userId,
    direction: 'incoming',
    media: 'audio',
    label: 'missed',
    placedAt: 0,
    endedAt: 1,
    seen: false,
  } as const;
  const entries = call.phase === 'ended' ? [missed] : [];
  const full = { call, readPhase: undefined, entries, isWithdrawn: false, ...change };
  return wakeReasonFor(full)?.why;
}

const { deadlines: _, ...placed } = aCall();
const end = { reason: 'noAnswer', at: 1 } as const;
const ended = { ...placed, phase: 'ended', end } as const;

test('a call wakes browsers as it is placed, and again if it is missed', () => {
  expect(reasonFor(aCall())).toBe('rings');
  expect(reasonFor(ended, { readPhase: 'ringing' })).toBe('missed');
});

test('a muted call wakes none, and is missed without a push', () => {
  expect(reasonFor({ ...aCall(), isMuted: true })).toBeUndefined();
  // Only a browser that showed it before it was muted learns of the end.
  expect(reasonFor({ ...ended, isMuted: true }, { readPhase: 'ringing' })).toBe('over');
});

test('a hidden or silenced call wakes none', () => {
  for (const visibility of ['hidden', 'silenced'] as const) {
    expect(reasonFor({ ...aCall(), visibility })).toBeUndefined();
    expect(reasonFor({ ...ended, visibility }, { readPhase: 'calling' })).toBeUndefined();
  }
});

test('a call that is blocked while it rings is taken off the browsers that show it', () => {
  const call: Call = { ...aCall(), visibility: 'hidden' };
  expect(reasonFor(call, { readPhase: 'ringing', isWithdrawn: true })).toBe('over');
});
