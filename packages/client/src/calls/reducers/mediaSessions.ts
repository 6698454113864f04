import { bounds, type CallId, type DeviceId, type WireCall } from '@ringback/protocol';
import { andThen, transition, withCurrentCall, type Effect, type Transition } from '../state/callEffect.ts';
import type {
  Accepting,
  CallsState,
  DeviceCall,
  EarlySignal,
  IncomingCallState,
} from '../state/callsState.ts';
import { sendTracks } from './sentMedia.ts';

/** Identifies a media session: one call, one other device. */
interface MediaSessionKey {
  readonly callId: CallId;
  readonly peerDeviceId: DeviceId;
}

/** The media sessions that the current state needs. */
export function desiredMediaSessions(state: CallsState): readonly MediaSessionKey[] {
  const ringing = state.incomingCalls.flatMap(({ call, mediaSession }) =>
    mediaSession === 'warm' ? [{ callId: call.id, peerDeviceId: call.caller.deviceId }] : [],
  );
  return [...ringing, ...ownCalls(state).flatMap(sessionsOf)];
}

/** The calls that this device is in. */
function ownCalls({ currentCall, heldCall }: CallsState): readonly DeviceCall[] {
  return [currentCall, heldCall].filter((call) => call !== null);
}

function sessionsOf({ id: callId, stage }: DeviceCall): readonly MediaSessionKey[] {
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

/** The calls that have links, or may soon need some. */
function callsWithLinks(state: CallsState): readonly CallId[] {
  const ringing = state.incomingCalls.filter(
    ({ sinceMs, mediaSession }) => sinceMs !== undefined || mediaSession === 'warm',
  );
  const placed = ownCalls(state).filter(({ stage }) => stage.name !== 'asking' && stage.name !== 'placing');
  return [...ringing.map(({ call }) => call.id), ...placed.map(({ id }) => id)];
}

/**
 * Closes the media sessions that the new state no longer needs, and releases calls that are over, so that no
 * other part of the reducer has to. One action may both open a session and end its need.
 */
export function releaseUnused(before: CallsState, reduced: Transition): Transition {
  return andThen(reconcileMediaSessions(before, reduced), (state) => {
    const live = callsWithLinks(state);
    const known = new Set([
      ...callsWithLinks(before),
      ...reduced.effects.filter(isMediaSessionEffect).map(callOf),
    ]);
    const released = [...known].filter((callId) => !live.includes(callId));
    return transition(
      state,
      released.map((callId) => ({ type: 'releaseMediaSessions', callId })),
    );
  });
}

/** Effects that make the runtime keep something for the links of a call. */
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

/** Closes every session that is open and no longer needed. */
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

export function closeMediaSessions(sessions: readonly MediaSessionKey[]): readonly Effect[] {
  return sessions.map(({ callId, peerDeviceId }) => ({ type: 'closeMediaSession', callId, peerDeviceId }));
}

/**
 * How many ringing devices a caller connects to before one answers; with more devices, the answer takes a
 * moment longer.
 */
const maxWarmSessions = 3;

/**
 * Connects to the first devices that ring, so that media starts at once when one of them answers. A device
 * that stops ringing makes room for the next one.
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
  const connected = before.filter((device) => ringing.includes(device));
  const others = ringing.filter((device) => !connected.includes(device));
  return [...connected, ...others].slice(0, maxWarmSessions);
}

/** Requested before the first device rings, because the answer may follow immediately. */
export function prefetchIceServers(callId: CallId): Effect {
  return { type: 'prefetchIceServers', callId };
}

function warmUpMediaSession(call: WireCall, role: 'caller' | 'callee', peerDeviceId: DeviceId): Effect {
  return { type: 'warmUpMediaSession', callId: call.id, role, peerDeviceId, warm: call.warm };
}

/** A signal for a call that rings here: the caller's device is connecting, so this one connects as well. */
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

/** The same for a call that was accepted here and is not confirmed by the server yet. */
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

/** Hands a signal to its media session. */
export function receiveSignal({ callId, from, linkId, box }: EarlySignal): Effect {
  return { type: 'receiveSignal', callId, peerDeviceId: from, linkId, box };
}
