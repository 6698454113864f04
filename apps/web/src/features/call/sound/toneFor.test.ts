import type { CallScreen, CurrentCall } from '@ringback/client';
import type { Phase } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { currentCall } from '../../../dev/fixtures/currentCall.ts';
import { lastingTone, passingTone } from './toneFor.ts';

const { id, peer } = currentCall();

function current(phase: Phase, kind: 'calling' | 'ringing' | 'connecting'): CurrentCall {
  return currentCall({ phase, status: { kind } });
}

function screen(more: Partial<CallScreen>): CallScreen {
  return { current: null, incoming: null, outcome: null, remarks: [], ...more };
}

const quiet = screen({});
const incoming = { id, peer, media: 'audio', sinceMs: 0, accept: () => {}, decline: () => {} } as const;
const ringing = screen({ current: current('ringing', 'ringing') });
const talking = screen({ current: current('active', 'connecting') });

function after(reason: 'busy' | 'noAnswer'): CallScreen {
  return screen({ outcome: { callId: id, peer, media: 'audio', reason, close: () => {} } });
}

test('a ringing phone is heard on both sides', () => {
  expect(lastingTone(screen({ incoming }))).toBe('ringtone');
  expect(lastingTone(ringing)).toBe('ringback');
});

test('while no device of the callee rings the caller hears nothing, whatever the phase', () => {
  expect(lastingTone(screen({ current: current('ringing', 'calling') }))).toBeUndefined();
});

test('a call that rings during another one does not drown it', () => {
  expect(lastingTone({ ...talking, incoming })).toBeUndefined();
});

test('a busy callee is heard, and so is any other ending but a cancel', () => {
  expect(passingTone(ringing, after('busy'))).toBe('busy');
  expect(passingTone(ringing, after('noAnswer'))).toBe('ended');
  expect(passingTone(talking, quiet)).toBe('ended');
  expect(passingTone(ringing, quiet)).toBeUndefined();
});

test('what changes beside the call is not heard', () => {
  expect(passingTone(talking, talking)).toBeUndefined();
  expect(passingTone(quiet, after('busy'))).toBeUndefined();
});
