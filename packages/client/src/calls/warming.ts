import { bounds, type CallId, type DeviceId, type WireCall } from '@ringback/protocol';
import { sendTracks } from './input.ts';
import type { Accepting, CallsState, EarlySignal, MyCall, Ring } from './state.ts';
import { step, withMine, type Effect, type Step } from './step.ts';

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
