import type { CallId, DeviceId } from '@ringback/protocol';
import type { CallsState, MyCall } from './state.ts';
import type { Effect, Step } from './step.ts';

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

/**
 * Closes every path that is not wanted any more, whatever became of it, so that no decision has to think of that. One
 * event may say so much that a path opens and is done with.
 */
export function closeUnwanted(before: CallsState, { state, effects }: Step): Step {
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
