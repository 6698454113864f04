import type {
  ToastContent,
  CallsState,
  Input,
  DeviceCall,
  OpenInput,
  OpeningInput,
} from '../state/callsState.ts';
import type { CallAction, InputKind, InputOpenResult } from '../state/callAction.ts';
import {
  type InputEffect,
  type Transition,
  andThen,
  transition,
  withCurrentCall,
} from '../state/callEffect.ts';
import { deviceTypeOf } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import { changeInput, inputOf, kindOf, preferDevice, sendInputState, withInput } from './inputs.ts';
import { showToast } from './toasts.ts';

/** An input that ends this soon after it opened may never work; give up after this many in a row. */
const tooSoonMs = 1_000;
const maxShortLived = 4;

/**
 * Uses an input that opened, or handles the failure. If the call no longer waits for this input, it is closed
 * at once.
 */
export function inputOpened(
  state: CallsState,
  { key, kind, requestedId, result }: CallAction & { type: 'inputOpened' },
  now: number,
): Transition {
  const { currentCall } = state;
  const before = currentCall?.key === key ? awaiting(inputOf(currentCall, kind), requestedId) : undefined;
  if (currentCall === null || before === undefined) {
    return transition(state, result.ok ? [{ type: 'stopTrack', track: result.track }] : []);
  }
  return result.ok
    ? replaceInput(state, currentCall, { kind, before }, result, now)
    : inputFailed(state, currentCall, { kind, before }, result.failure, now);
}

interface Awaiting {
  readonly kind: InputKind;
  readonly before: OpenInput | OpeningInput;
}

/** The input, if it waits for exactly this device. */
function awaiting(input: Input, requestedId: string | undefined): Awaiting['before'] | undefined {
  switch (input.state) {
    case 'opening':
      return input.requestedId === requestedId ? input : undefined;
    case 'open':
      return requestedId !== undefined && input.requestedId === requestedId ? input : undefined;
    case 'closed':
    case 'failed':
      return undefined;
  }
}

/** Sends the new track before it stops the old one, so that the other side gets no gap. */
function replaceInput(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  result: InputOpenResult & { ok: true },
  now: number,
): Transition {
  const { ok: _, label, ...open } = result;
  const { isMuted, requestedId } = before;
  const replaces = before.state === 'opening' ? before.replaces : undefined;
  const changed = changeInput(state, currentCall, kind, {
    state: 'open',
    ...open,
    isMuted,
    since: now,
    sound: 'unknown',
    ...(replaces !== undefined && { replaces }),
  });
  const withToast =
    replaces !== undefined
      ? showToast(changed.state, currentCall.id, changedTo(kind, label), now)
      : changed.state;
  const used = transition(withToast, [
    ...(isMuted ? [{ type: 'enableTrack', track: result.track, isEnabled: false } as const] : []),
    ...changed.effects,
    ...(before.state === 'open' ? [{ type: 'stopTrack', track: before.track } as const] : []),
  ]);
  return requestedId === undefined
    ? used
    : andThen(used, (reached) => preferDevice(reached, deviceTypeOf[kind], requestedId));
}

function inputFailed(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Transition {
  const { requestedId, ...unwanting } = before;
  if (requestedId === undefined) return fail(state, currentCall, { kind, before }, failure, now);
  // Phones open one camera at a time, so the old one has to close first.
  if (before.state === 'open' && kind === 'video' && failure === 'inUse') {
    return closeThenOpen(state, currentCall, before, requestedId);
  }
  const withToast = showToast(
    state,
    currentCall.id,
    { kind: 'deviceNotOpened', label: labelOf(state, kind, requestedId) },
    now,
  );
  const effects = before.state === 'opening' ? [anyInput(currentCall, kind)] : [];
  return withCurrentCall(withToast, withInput(currentCall, kind, unwanting), effects);
}

function closeThenOpen(
  state: CallsState,
  currentCall: DeviceCall,
  { track, isMuted }: OpenInput,
  requestedId: string,
): Transition {
  const changed = changeInput(state, currentCall, 'video', { state: 'opening', isMuted, requestedId });
  return transition(changed.state, [
    ...changed.effects,
    { type: 'stopTrack', track },
    { type: 'openInput', key: currentCall.key, kind: 'video', requestedId },
  ]);
}

function fail(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Transition {
  const wasLost = before.state === 'opening' && before.replaces !== undefined;
  const withToast = wasLost ? showToast(state, currentCall.id, lost(kind, failure), now) : state;
  return changeInput(withToast, currentCall, kind, { state: 'failed', failure });
}

/**
 * An input ended by itself: opens another device of its kind in its place. Until then the ended microphone
 * track stays on the link, because its removal would look like a broken link to the other side.
 */
export function inputEnded(state: CallsState, track: MediaStreamTrack, now: number): Transition {
  const { currentCall } = state;
  const kind = currentCall === null ? undefined : kindOf(currentCall, track);
  if (currentCall === null || kind === undefined) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open') return transition(state);
  const { isMuted, requestedId } = input;
  const inARow = now - input.since < tooSoonMs ? (input.replaces?.inARow ?? 0) + 1 : 0;
  if (inARow >= maxShortLived) {
    const withToast = showToast(state, currentCall.id, lost(kind, 'failed'), now);
    return changeInput(withToast, currentCall, kind, { state: 'failed', failure: 'failed' });
  }
  // The device that the user selected is being opened already.
  const another = requestedId === undefined ? [anyInput(currentCall, kind)] : [];
  const opening: OpeningInput = {
    state: 'opening',
    isMuted,
    replaces: { inARow },
    ...(requestedId !== undefined && { requestedId }),
  };
  const replacing = withInput(currentCall, kind, opening);
  return withCurrentCall(state, replacing, [...another, ...sendInputState(replacing)]);
}

function anyInput(currentCall: DeviceCall, kind: InputKind): InputEffect {
  return { type: 'openInput', key: currentCall.key, kind, isReplacement: true };
}

function labelOf(state: CallsState, kind: InputKind, id: string): string {
  const { devices } = state.mediaDevices;
  const device = devices[deviceTypeOf[kind]].find((each) => each.id === id);
  return device?.label ?? (kind === 'audio' ? 'This microphone' : 'This camera');
}

function changedTo(kind: InputKind, label: string): ToastContent {
  return { kind: kind === 'audio' ? 'microphoneChanged' : 'cameraChanged', label };
}

function lost(kind: InputKind, failure: CaptureFailure): ToastContent {
  return { kind: kind === 'audio' ? 'microphoneLost' : 'cameraLost', failure };
}
