import type { CallId, DeviceId } from '@ringback/protocol';
import type { CallsState, MyCall } from './state.ts';
import { next, step, type Effect, type Step } from './step.ts';

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
