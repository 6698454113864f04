import type { CallScreen, CurrentCall } from '@ringback/client';
import type { Phase } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { currentCall } from '../../../dev/fixtures/calls.ts';
import { callId } from '../../../dev/fixtures/people.ts';
import { lastingTone, passingTone as passingToneOf } from './CallSounds.tsx';
import type { ToneName } from './tones.ts';

const { id, peer } = currentCall();

function current(phase: Phase, kind: 'calling' | 'ringing' | 'connecting'): CurrentCall {
  return currentCall({ phase, status: { kind } });
}

function screen(more: Partial<CallScreen>): CallScreen {
  return { current: null, held: null, second: null, incoming: null, outcome: null, toasts: [], ...more };
}

function passingTone(before: CallScreen, after: CallScreen): ToneName | undefined {
  return passingToneOf(before, after, true);
}

const quiet = screen({});
const incoming = { id, peer, media: 'audio', sinceMs: 0, accept: () => {}, decline: () => {} } as const;
const ringing = screen({ current: current('ringing', 'ringing') });
const talking = screen({ current: current('active', 'connecting') });

function after(reason: 'busy' | 'noAnswer'): CallScreen {
  return screen({ outcome: { callId: id, peer, media: 'audio', reason, close: () => {} } });
}

test('both sides hear a ringing call', () => {
  expect(lastingTone(screen({ incoming }))).toBe('ringtone');
  expect(lastingTone(ringing)).toBe('ringback');
});

test('while no device of the callee rings the caller hears nothing, whatever the phase', () => {
  expect(lastingTone(screen({ current: current('ringing', 'calling') }))).toBeUndefined();
});

test('a muted caller is not heard, also during another call', () => {
  expect(lastingTone(screen({ incoming: { ...incoming, isMuted: true } }))).toBeUndefined();
  const second = { ...incoming, isMuted: true, endAndAccept: () => {}, holdAndAccept: () => {} } as const;
  expect(lastingTone({ ...talking, second })).toBeUndefined();
});

test('a call that rings during another call is silent', () => {
  expect(lastingTone({ ...talking, incoming })).toBeUndefined();
});

test('busy has its own tone, any other end but a cancel the end tone', () => {
  expect(passingTone(ringing, after('busy'))).toBe('busy');
  expect(passingTone(ringing, after('noAnswer'))).toBe('ended');
  expect(passingTone(talking, quiet)).toBe('ended');
  expect(passingTone(ringing, quiet)).toBeUndefined();
});

function linked(kind: 'connecting' | 'reconnecting' | 'waiting' | 'talking'): CallScreen {
  const status = kind === 'talking' ? { kind, sinceMs: 0 } : { kind };
  return screen({ current: currentCall({ phase: 'active', status }) });
}

test('the connection is heard as it comes, goes and comes back', () => {
  expect(passingTone(linked('connecting'), linked('talking'))).toBe('connected');
  expect(passingTone(linked('talking'), linked('reconnecting'))).toBe('reconnecting');
  expect(passingTone(linked('reconnecting'), linked('waiting'))).toBeUndefined();
  expect(passingTone(linked('waiting'), linked('talking'))).toBe('reconnected');
  expect(passingTone(linked('talking'), linked('talking'))).toBeUndefined();
});

test('without call sounds, nothing is heard but that the other side is busy', () => {
  expect(passingToneOf(linked('connecting'), linked('talking'), false)).toBeUndefined();
  expect(passingToneOf(talking, quiet, false)).toBeUndefined();
  expect(passingToneOf(ringing, after('busy'), false)).toBe('busy');
});

test('a call that gives way to another one is silent', () => {
  const other = screen({ current: currentCall({ id: callId(9), status: { kind: 'reconnecting' } }) });
  expect(passingTone(linked('talking'), other)).toBeUndefined();
});

test('changes that do not concern the call are silent', () => {
  expect(passingTone(talking, talking)).toBeUndefined();
  expect(passingTone(quiet, after('busy'))).toBeUndefined();
});

test('a second call is told softly, until it is answered or over', () => {
  const accept = { endAndAccept: () => {}, holdAndAccept: () => {}, decline: () => {} };
  const second = { id, peer, media: 'audio', sinceMs: 0, ...accept } as const;
  expect(lastingTone({ ...talking, second })).toBe('secondCall');
  expect(lastingTone(talking)).toBeUndefined();
});

test('a hold and its end are heard once, on whichever side it was pressed', () => {
  const talking = linked('talking');
  const held = (holdState: 'mine' | 'both') =>
    screen({
      current: currentCall({ phase: 'active', status: { kind: 'held', sinceMs: 0 }, holdState }),
    });
  expect(passingTone(talking, held('mine'))).toBe('held');
  expect(passingTone(held('mine'), held('both'))).toBeUndefined();
  expect(passingTone(held('both'), talking)).toBe('resumed');
});
