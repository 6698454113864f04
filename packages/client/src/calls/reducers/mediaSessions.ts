import { type CallId, type DeviceId, type WireCall, bounds } from '@ringback/protocol';
import { type Effect, type Transition, andThen, transition, withCurrentCall } from '../state/callEffect.ts';
import type {
  Accepting,
  CallsState,
  EarlySignal,
  DeviceCall,
  IncomingCallState,
} from '../state/callsState.ts';
import { sendTracks } from './inputs.ts';

/** A media path: between this device and one other, for one call. */
interface MediaSessionKey {
  readonly callId: CallId;
  readonly peerDeviceId: DeviceId;
}

/** The paths that there are for what this device does and offers right now. */
export function desiredMediaSessions(state: CallsState): readonly MediaSessionKey[] {
  const ringing = state.incomingCalls.flatMap(({ call, mediaSession }) =>
    mediaSession === 'warm' ? [{ callId: call.id, peerDeviceId: call.caller.deviceId }] : [],
  );
  return state.currentCall === null ? ringing : [...ringing, ...sessionsOfCurrentCall(state.currentCall)];
}

function sessionsOfCurrentCall({ id: callId, stage }: DeviceCall): readonly MediaSessionKey[] {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return [];
    case 'waiting':
      return stage.warm.map((peerDeviceId) => ({ callId, peerDeviceId }));
    case 'accepting':
      return stage.mediaSession === 'warm' ? [{ callId, peerDeviceId: stage.call.caller.deviceId }] : [];
    case 'talking':
      return [{ callId, peerDeviceId: stage.peerDeviceId }];
  }
}

/** The calls that have links, or may need some soon. */
function callsWithLinks({ currentCall, incomingCalls }: CallsState): readonly CallId[] {
  const ringing = incomingCalls.filter(
    ({ sinceMs, mediaSession }) => sinceMs !== undefined || mediaSession === 'warm',
  );
  const isPlaced =
    currentCall !== null && currentCall.stage.name !== 'asking' && currentCall.stage.name !== 'placing';
  return [...ringing.map(({ call }) => call.id), ...(isPlaced ? [currentCall.id] : [])];
}

/**
 * Lets go of every path that is not wanted any more, and of what was kept for the links of a call that is over here, also
 * where none was ever made. No decision has to think of that. One event may say so much that a path opens and is done with.
 */
export function releaseUnused(before: CallsState, done: Transition): Transition {
  return andThen(reconcileMediaSessions(before, done), (state) => {
    const live = callsWithLinks(state);
    const known = new Set([
      ...callsWithLinks(before),
      ...done.effects.filter(isMediaSessionEffect).map(callOf),
    ]);
    const released = [...known].filter((callId) => !live.includes(callId));
    return transition(
      state,
      released.map((callId) => ({ type: 'releaseMediaSessions', callId })),
    );
  });
}

/** What makes the outside keep something for the links of a call. */
type MediaSessionEffect = Effect & { type: 'prefetchIceServers' | 'warmUpMediaSession' | 'openMediaSession' };

function isMediaSessionEffect(effect: Effect): effect is MediaSessionEffect {
  return (
    effect.type === 'prefetchIceServers' ||
    effect.type === 'warmUpMediaSession' ||
    effect.type === 'openMediaSession'
  );
}

function callOf({ callId }: MediaSessionEffect): CallId {
  return callId;
}

/** Closes every path that is not wanted any more, whatever became of it. */
function reconcileMediaSessions(before: CallsState, { state, effects }: Transition): Transition {
  const desired = desiredMediaSessions(state).map(keyOf);
  const opened = effects.filter(
    (effect) => effect.type === 'warmUpMediaSession' || effect.type === 'openMediaSession',
  );
  const known = new Map(
    [...desiredMediaSessions(before), ...opened].map((session) => [keyOf(session), session]),
  );
  const unwanted = [...known].filter(([name]) => !desired.includes(name)).map(([, session]) => session);
  return unwanted.length === 0
    ? { state, effects }
    : { state, effects: [...effects, ...closeMediaSessions(unwanted)] };
}

function keyOf({ callId, peerDeviceId }: MediaSessionKey): string {
  return `${callId} ${peerDeviceId}`;
}

/** What closes these sessions. */
export function closeMediaSessions(sessions: readonly MediaSessionKey[]): readonly Effect[] {
  return sessions.map(({ callId, peerDeviceId }) => ({ type: 'closeMediaSession', callId, peerDeviceId }));
}

/** Devices that a caller connects to before one of them answers; a user with more of them waits a moment longer. */
const maxWarmSessions = 3;

/**
 * The caller's device connects to the first devices that ring, so that nothing is left to wait for once one of them
 * answers. One that stops ringing makes room for the next.
 */
export function connectToRingingDevices(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  now: number,
): Transition {
  const before = currentCall.stage.name === 'waiting' ? currentCall.stage.warm : [];
  const warm = firstToRing(before, call.ringing ?? []);
  const fresh = warm.filter((device) => !before.includes(device));
  const stage = { name: 'waiting', call, warm, pollAt: now + bounds.pollMs } as const;
  return withCurrentCall(state, { ...currentCall, stage }, [
    ...(currentCall.stage.name === 'placing' ? [prefetchIceServers(call.id)] : []),
    ...fresh.map((device) => warmUpMediaSession(call, 'caller', device)),
  ]);
}

function firstToRing(before: readonly DeviceId[], ringing: readonly DeviceId[]): readonly DeviceId[] {
  const persisted = before.filter((device) => ringing.includes(device));
  const others = ringing.filter((device) => !persisted.includes(device));
  return [...persisted, ...others].slice(0, maxWarmSessions);
}

/** Before a device is known to ring, or the caller's one begins to connect: the answer may come right behind that. */
export function prefetchIceServers(callId: CallId): Effect {
  return { type: 'prefetchIceServers', callId };
}

function warmUpMediaSession(call: WireCall, role: 'caller' | 'callee', peerDeviceId: DeviceId): Effect {
  return { type: 'warmUpMediaSession', callId: call.id, role, peerDeviceId, warm: call.warm };
}

/** A signal for a call that rings here: the caller's device connects, and this one does so too. */
export function incomingCallSignaled(
  state: CallsState,
  incomingCall: IncomingCallState,
  signal: EarlySignal,
): Transition {
  const received = receiveSignal(signal);
  if (incomingCall.mediaSession === 'warm') return transition(state, [received]);
  const incomingCalls = state.incomingCalls.map((each) =>
    each === incomingCall ? ({ ...incomingCall, mediaSession: 'warm' } as const) : each,
  );
  return transition({ ...state, incomingCalls }, [
    warmUpMediaSession(incomingCall.call, 'callee', signal.from),
    received,
  ]);
}

/** The same, after it was answered here and before the server has said so. */
export function acceptingSignaled(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Accepting,
  signal: EarlySignal,
): Transition {
  const received = receiveSignal(signal);
  if (stage.mediaSession === 'warm') return transition(state, [received]);
  const warm: DeviceCall = { ...currentCall, stage: { ...stage, mediaSession: 'warm' } };
  return withCurrentCall(state, warm, [
    warmUpMediaSession(stage.call, 'callee', signal.from),
    ...sendTracks(warm),
    received,
  ]);
}

/** Hands a signal to the path that it is for. */
export function receiveSignal({ callId, from, linkId, box }: EarlySignal): Effect {
  return { type: 'receiveSignal', callId, peerDeviceId: from, linkId, box };
}
