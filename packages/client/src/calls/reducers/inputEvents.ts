import type { CallId } from '@ringback/protocol';
import { deviceTypeOf } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { CallAction, InputOpenResult } from '../state/callAction.ts';
import {
  andThen,
  transition,
  withCurrentCall,
  type InputEffect,
  type Transition,
} from '../state/callEffect.ts';
import type {
  CallsState,
  DeviceCall,
  Input,
  InputKind,
  OpeningInput,
  OpenInput,
} from '../state/callsState.ts';
import type { ToastContent } from '../state/toast.ts';
import { changeInput, enableTrack, inputOf, isSilenced, kindOf, preferDevice, withInput } from './inputs.ts';
import { processInput, startProcessing } from './inputProcessing.ts';
import { sendInputState } from './sentMedia.ts';
import { showToast } from './toasts.ts';

/** An input that ends this soon after it opened may never work; give up after this many in a row. */
const tooSoonMs = 1_000;
const maxShortLived = 4;

/** The browser asks the user for permission; too late where the input is no longer opening. */
export function inputPrompted(state: CallsState, key: CallId, kind: InputKind): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key) return transition(state);
  const input = inputOf(currentCall, kind);
  return input.state === 'opening'
    ? withCurrentCall(state, withInput(currentCall, kind, { ...input, isPrompting: true }))
    : transition(state);
}

/** The operating system muted or unmuted an input. */
export function inputSystemMuted(
  state: CallsState,
  track: MediaStreamTrack,
  isSystemMuted: boolean,
): Transition {
  return changeOpen(state, track, (input) => ({ ...input, isSystemMuted }));
}

/** The silence detector changed its verdict. */
export function silenceChanged(
  state: CallsState,
  track: MediaStreamTrack,
  sound: OpenInput['sound'],
): Transition {
  return changeOpen(state, track, (input) => ({ ...input, sound }));
}

function changeOpen(
  state: CallsState,
  track: MediaStreamTrack,
  change: (input: OpenInput) => OpenInput,
): Transition {
  const { currentCall } = state;
  const kind = currentCall === null ? undefined : kindOf(currentCall, track);
  if (currentCall === null || kind === undefined) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open') return transition(state);
  const now = withInput(currentCall, kind, change(input));
  return withCurrentCall(state, now, sendInputState(now));
}

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
  const { ok: _, label, insteadOf, ...open } = result;
  const { requestedId } = before;
  const replaces = before.state === 'opening' ? before.replaces : undefined;
  const opened = startProcessing(state.processing, kind, {
    state: 'open',
    ...open,
    since: now,
    sound: 'unknown',
    ...(replaces !== undefined && { replaces }),
  });
  const changed = changeInput(state, currentCall, kind, opened);
  const toast = openedToast(kind, { label, insteadOf, wasLost: replaces !== undefined });
  const withToast =
    toast === undefined ? changed.state : showToast(changed.state, currentCall.id, toast, now);
  const used = transition(withToast, [
    ...(kind === 'audio' && isSilenced(currentCall) ? [enableTrack(result.track, false)] : []),
    ...changed.effects,
    ...(opened.processed === undefined ? [] : [processInput(state.processing, kind, opened)]),
    ...(before.state === 'open' ? [{ type: 'stopTrack', track: before.track } as const] : []),
  ]);
  const wasReopened = before.state === 'open' && before.mediaDeviceId === requestedId;
  const isTemporary = before.isTemporary === true || wasReopened;
  return requestedId === undefined || isGoingBack(before) || isTemporary
    ? used
    : andThen(used, (reached) => preferDevice(reached, deviceTypeOf[kind], requestedId));
}

/** Names the device where it is not the one that the user expects. */
function openedToast(
  kind: InputKind,
  opened: { readonly label: string; readonly insteadOf: string | undefined; readonly wasLost: boolean },
): ToastContent | undefined {
  if (opened.insteadOf !== undefined) return { kind: 'deviceNotOpened', label: opened.insteadOf };
  return opened.wasLost ? changedTo(kind, opened.label) : undefined;
}

function inputFailed(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Transition {
  const { requestedId } = before;
  if (requestedId === undefined) return fail(state, currentCall, { kind, before }, failure, now);
  if (before.state === 'open' && mayOpenOneAtATime(failure))
    return closeThenOpen(state, currentCall, kind, before, requestedId);
  const content = { kind: 'deviceNotOpened', label: labelOf(state, kind, requestedId) } as const;
  const withToast = isGoingBack(before) ? state : showToast(state, currentCall.id, content, now);
  return before.state === 'open'
    ? withCurrentCall(withToast, withInput(currentCall, kind, withoutRequest(before)))
    : goBack(withToast, currentCall, kind, before);
}

/**
 * Whether the input may open once the other one of its kind is closed: phones open one camera at a time, some
 * browsers one microphone.
 */
function mayOpenOneAtATime(failure: CaptureFailure): boolean {
  return failure === 'inUse' || failure === 'failed';
}

function closeThenOpen(
  state: CallsState,
  currentCall: DeviceCall,
  kind: InputKind,
  { track, mediaDeviceId, isTemporary }: OpenInput,
  requestedId: string,
): Transition {
  const changed = changeInput(state, currentCall, kind, {
    state: 'opening',
    requestedId,
    ...(mediaDeviceId !== undefined && { previousId: mediaDeviceId }),
    ...(isTemporary === true && { isTemporary }),
  });
  return transition(changed.state, [
    ...changed.effects,
    { type: 'stopTrack', track },
    { type: 'openInput', key: currentCall.key, kind, requestedId },
  ]);
}

/** Opens the device that was used before, or any other one. */
function goBack(
  state: CallsState,
  currentCall: DeviceCall,
  kind: InputKind,
  before: OpeningInput,
): Transition {
  const { previousId } = before;
  const { requestedId: _, previousId: __, isGoingBack: ___, ...opening } = before;
  if (previousId === undefined)
    return withCurrentCall(state, withInput(currentCall, kind, opening), [anyInput(currentCall, kind)]);
  const back: OpeningInput = { ...opening, requestedId: previousId, isGoingBack: true };
  return withCurrentCall(state, withInput(currentCall, kind, back), [
    { type: 'openInput', key: currentCall.key, kind, requestedId: previousId },
  ]);
}

function isGoingBack(input: OpenInput | OpeningInput): boolean {
  return input.state === 'opening' && input.isGoingBack === true;
}

/** The open input, with no other one requested in its place. */
export function withoutRequest({ requestedId: _, isTemporary: __, ...input }: OpenInput): OpenInput {
  return input;
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
  const { requestedId, mediaDeviceId } = input;
  const inARow = now - input.since < tooSoonMs ? (input.replaces?.inARow ?? 0) + 1 : 0;
  if (inARow >= maxShortLived) {
    const withToast = showToast(state, currentCall.id, lost(kind, 'failed'), now);
    return changeInput(withToast, currentCall, kind, { state: 'failed', failure: 'failed' });
  }
  // The device that the user selected is being opened already.
  const another = requestedId === undefined ? [anyInput(currentCall, kind)] : [];
  const opening: OpeningInput = {
    state: 'opening',
    replaces: { inARow },
    ...(requestedId !== undefined && { requestedId }),
    // Some browsers end the old input as soon as another one of its kind is requested.
    ...(requestedId !== undefined && mediaDeviceId !== undefined && { previousId: mediaDeviceId }),
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
