import type { CallScreen, CurrentCall, Readable, Sending } from '@ringback/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { currentCall } from '../dev/fixtures/currentCall.ts';
import { drawnCalls } from './drawnCalls.ts';

const nobody: CallScreen = { current: null, incoming: null, outcome: null, remarks: [] };

function inCall(
  microphone: 'starting' | 'on',
  {
    direction = 'incoming',
    camera = 'off',
  }: Partial<{ direction: CurrentCall['direction']; camera: 'starting' | 'on' | 'off' }> = {},
): CallScreen {
  const current = currentCall({
    direction,
    phase: 'connecting',
    status: { kind: 'connecting' },
    microphone: { state: microphone },
    camera: { state: camera },
  });
  return { ...nobody, current };
}

/** What is drawn, told apart by the microphone. */
function shown(drawn: Readable<CallScreen>): Sending['state'] | 'noCall' {
  return drawn.getState().current?.microphone.state ?? 'noCall';
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a call that was just answered is drawn once its microphone is open', () => {
  const calls = createStore(() => nobody);
  const drawn = drawnCalls(calls);
  calls.setState(inCall('starting'), true);
  expect(shown(drawn)).toBe('noCall');
  calls.setState(inCall('on'), true);
  expect(shown(drawn)).toBe('on');
});

test('a video call is drawn once its camera is open, too', () => {
  const calls = createStore(() => nobody);
  const drawn = drawnCalls(calls);
  calls.setState(inCall('starting', { camera: 'starting' }), true);
  calls.setState(inCall('on', { camera: 'starting' }), true);
  expect(shown(drawn)).toBe('noCall');
  calls.setState(inCall('on', { camera: 'on' }), true);
  expect(shown(drawn)).toBe('on');
});

test('a microphone that takes long, because somebody has to be asked, holds nothing up for more than 50 ms', () => {
  const calls = createStore(() => nobody);
  const drawn = drawnCalls(calls);
  calls.setState(inCall('starting'), true);
  vi.advanceTimersByTime(49);
  expect(shown(drawn)).toBe('noCall');
  vi.advanceTimersByTime(1);
  expect(shown(drawn)).toBe('starting');
  calls.setState({ ...inCall('starting'), remarks: [] }, true);
  expect(drawn.getState()).toBe(calls.getState());
});

test('a call that is canceled before its microphone is open is drawn as it is then', () => {
  const calls = createStore(() => nobody);
  const drawn = drawnCalls(calls);
  calls.setState(inCall('starting'), true);
  calls.setState(nobody, true);
  expect(shown(drawn)).toBe('noCall');
  calls.setState(inCall('starting', { direction: 'outgoing' }), true);
  expect(shown(drawn)).toBe('starting');
});

test('a call that was placed is drawn at once', () => {
  const calls = createStore(() => nobody);
  const drawn = drawnCalls(calls);
  calls.setState(inCall('starting', { direction: 'outgoing' }), true);
  expect(shown(drawn)).toBe('starting');
});
