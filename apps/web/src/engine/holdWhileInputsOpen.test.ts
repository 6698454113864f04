import type { CallScreen, CurrentCall, ReadonlyStore, InputStatus } from '@ringback/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { currentCall } from '../dev/fixtures/calls.ts';
import { holdWhileInputsOpen } from './holdWhileInputsOpen.ts';

const quiet: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
};

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
  return { ...quiet, current };
}

/** The microphone of the call on screen; `noCall` while none is shown. */
function microphoneIn(screen: ReadonlyStore<CallScreen>): InputStatus['state'] | 'noCall' {
  return screen.getState().current?.microphone.state ?? 'noCall';
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a call that was just answered is shown once its microphone is open', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  calls.setState(inCall('starting'), true);
  expect(microphoneIn(screen)).toBe('noCall');
  calls.setState(inCall('on'), true);
  expect(microphoneIn(screen)).toBe('on');
});

test('a video call is shown once its camera is open, too', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  calls.setState(inCall('starting', { camera: 'starting' }), true);
  calls.setState(inCall('on', { camera: 'starting' }), true);
  expect(microphoneIn(screen)).toBe('noCall');
  calls.setState(inCall('on', { camera: 'on' }), true);
  expect(microphoneIn(screen)).toBe('on');
});

test('a microphone that opens slowly, because the browser asks, delays the call on screen by 50 ms at most', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  calls.setState(inCall('starting'), true);
  vi.advanceTimersByTime(49);
  expect(microphoneIn(screen)).toBe('noCall');
  vi.advanceTimersByTime(1);
  expect(microphoneIn(screen)).toBe('starting');
  calls.setState({ ...inCall('starting'), toasts: [] }, true);
  expect(screen.getState()).toBe(calls.getState());
});

test('a call that is canceled before its microphone is open disappears at once, and the next call is shown at once', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  calls.setState(inCall('starting'), true);
  calls.setState(quiet, true);
  expect(microphoneIn(screen)).toBe('noCall');
  calls.setState(inCall('starting', { direction: 'outgoing' }), true);
  expect(microphoneIn(screen)).toBe('starting');
});

test('the other side answers: the screen shows it 100 ms later, and the end of the call at once', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  const phaseOnScreen = () => screen.getState().current?.phase ?? 'none';
  const placed = (phase: CurrentCall['phase']): CallScreen => ({
    ...quiet,
    current: currentCall({ direction: 'outgoing', phase }),
  });
  calls.setState(placed('ringing'), true);
  calls.setState(placed('connecting'), true);
  vi.advanceTimersByTime(99);
  calls.setState(placed('connecting'), true);
  expect(phaseOnScreen()).toBe('ringing');
  vi.advanceTimersByTime(1);
  expect(phaseOnScreen()).toBe('connecting');
  calls.setState(placed('ringing'), true);
  calls.setState(placed('connecting'), true);
  calls.setState(quiet, true);
  expect(phaseOnScreen()).toBe('none');
});

test('a call that was placed is shown at once', () => {
  const calls = createStore(() => quiet);
  const screen = holdWhileInputsOpen(calls);
  calls.setState(inCall('starting', { direction: 'outgoing' }), true);
  expect(microphoneIn(screen)).toBe('starting');
});
