import { type CallId, type DeviceId, type WireCall, bounds } from '@ringback/protocol';
import { type Effect, type Step, next, step, withMine } from '../state/callEffect.ts';
import type { Accepting, CallsState, EarlySignal, MyCall, Ring } from '../state/callsState.ts';
import { sendTracks } from './inputs.ts';

/** A media path: between this device and one other, for one call. */
interface PathName {
  readonly callId: CallId;
  readonly peerDeviceId: DeviceId;
}

/** The paths that there are for what this device does and offers right now. */
export function wantedPaths(state: CallsState): readonly PathName[] {
  const ringing = state.rings.flatMap(({ call, path }) =>
    path === 'warm' ? [{ callId: call.id, peerDeviceId: call.caller.deviceId }] : [],
  );
  return state.mine === null ? ringing : [...ringing, ...pathsOfMine(state.mine)];
}

function pathsOfMine({ id: callId, stage }: MyCall): readonly PathName[] {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return [];
    case 'waiting':
      return stage.warm.map((peerDeviceId) => ({ callId, peerDeviceId }));
    case 'accepting':
      return stage.path === 'warm' ? [{ callId, peerDeviceId: stage.call.caller.deviceId }] : [];
    case 'talking':
      return [{ callId, peerDeviceId: stage.peerDeviceId }];
  }
}

/** The calls that have links, or may need some soon. */
function callsWithLinks({ mine, rings }: CallsState): readonly CallId[] {
  const ringing = rings.filter(({ sinceMs, path }) => sinceMs !== undefined || path === 'warm');
  const isPlaced = mine !== null && mine.stage.name !== 'asking' && mine.stage.name !== 'placing';
  return [...ringing.map(({ call }) => call.id), ...(isPlaced ? [mine.id] : [])];
}

/**
 * Lets go of every path that is not wanted any more, and of what was kept for the links of a call that is over here, also
 * where none was ever made. No decision has to think of that. One event may say so much that a path opens and is done with.
 */
export function letGo(before: CallsState, done: Step): Step {
  return next(closeUnwanted(before, done), (state) => {
    const live = callsWithLinks(state);
    const known = new Set([...callsWithLinks(before), ...done.effects.filter(isForLinks).map(callOf)]);
    const over = [...known].filter((callId) => !live.includes(callId));
    return step(
      state,
      over.map((callId) => ({ type: 'forgetCall', callId })),
    );
  });
}

/** What makes the outside keep something for the links of a call. */
type ForLinks = Effect & { type: 'askForServers' | 'warmPath' | 'openPath' };

function isForLinks(effect: Effect): effect is ForLinks {
  return effect.type === 'askForServers' || effect.type === 'warmPath' || effect.type === 'openPath';
}

function callOf({ callId }: ForLinks): CallId {
  return callId;
}

/** Closes every path that is not wanted any more, whatever became of it. */
function closeUnwanted(before: CallsState, { state, effects }: Step): Step {
  const wanted = wantedPaths(state).map(nameOf);
  const opened = effects.filter((effect) => effect.type === 'warmPath' || effect.type === 'openPath');
  const known = new Map([...wantedPaths(before), ...opened].map((path) => [nameOf(path), path]));
  const unwanted = [...known].filter(([name]) => !wanted.includes(name)).map(([, path]) => path);
  return unwanted.length === 0 ? { state, effects } : { state, effects: [...effects, ...closing(unwanted)] };
}

function nameOf({ callId, peerDeviceId }: PathName): string {
  return `${callId} ${peerDeviceId}`;
}

/** What closes these paths. */
export function closing(paths: readonly PathName[]): readonly Effect[] {
  return paths.map(({ callId, peerDeviceId }) => ({ type: 'closePath', callId, peerDeviceId }));
}

/** Devices that a caller connects to before one of them answers; a user with more of them waits a moment longer. */
const mostWarm = 3;

/**
 * The caller's device connects to the first devices that ring, so that nothing is left to wait for once one of them
 * answers. One that stops ringing makes room for the next.
 */
export function warmUp(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  const before = mine.stage.name === 'waiting' ? mine.stage.warm : [];
  const warm = firstToRing(before, call.ringing ?? []);
  const fresh = warm.filter((device) => !before.includes(device));
  const stage = { name: 'waiting', call, warm, pollAt: now + bounds.pollMs } as const;
  return withMine(state, { ...mine, stage }, [
    ...(mine.stage.name === 'placing' ? [askForServers(call.id)] : []),
    ...fresh.map((device) => warmPath(call, 'caller', device)),
  ]);
}

function firstToRing(before: readonly DeviceId[], ringing: readonly DeviceId[]): readonly DeviceId[] {
  const kept = before.filter((device) => ringing.includes(device));
  const others = ringing.filter((device) => !kept.includes(device));
  return [...kept, ...others].slice(0, mostWarm);
}

/** Before a device is known to ring, or the caller's one begins to connect: the answer may come right behind that. */
export function askForServers(callId: CallId): Effect {
  return { type: 'askForServers', callId };
}

function warmPath(call: WireCall, role: 'caller' | 'callee', peerDeviceId: DeviceId): Effect {
  return { type: 'warmPath', callId: call.id, role, peerDeviceId, warm: call.warm };
}

/** A signal for a call that rings here: the caller's device connects, and this one does so too. */
export function ringSignaled(state: CallsState, ring: Ring, signal: EarlySignal): Step {
  const received = receive(signal);
  if (ring.path === 'warm') return step(state, [received]);
  const rings = state.rings.map((each) => (each === ring ? ({ ...ring, path: 'warm' } as const) : each));
  return step({ ...state, rings }, [warmPath(ring.call, 'callee', signal.from), received]);
}

/** The same, after it was answered here and before the server has said so. */
export function acceptingSignaled(
  state: CallsState,
  mine: MyCall,
  stage: Accepting,
  signal: EarlySignal,
): Step {
  const received = receive(signal);
  if (stage.path === 'warm') return step(state, [received]);
  const warm: MyCall = { ...mine, stage: { ...stage, path: 'warm' } };
  return withMine(state, warm, [warmPath(stage.call, 'callee', signal.from), ...sendTracks(warm), received]);
}

/** Hands a signal to the path that it is for. */
export function receive({ callId, from, linkId, box }: EarlySignal): Effect {
  return { type: 'receive', callId, peerDeviceId: from, linkId, box };
}
