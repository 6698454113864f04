import {
  type CallId,
  type Person,
  type Result,
  type WireCall,
  bounds,
  deviceIn,
  isInCall,
  isUnansweredPhase,
  otherRole,
  roleOf,
} from '@ringback/protocol';
import { type Step, next, step, withMine } from '../state/callEffect.ts';
import type { CallsState, KeptInputs, MyCall, Stage } from '../state/callsState.ts';
import { startTalking } from './active.ts';
import { corrected, endedByServer, leave, markOver } from './callEnd.ts';
import { callerOf, ringChanged } from './incoming.ts';
import { openInputs } from './inputs.ts';
import { warmUp } from './mediaSessions.ts';
import { adopt, isMineByGlare, placeIfCalled } from './outgoing.ts';
import { remark, wordEnded } from './toasts.ts';

/** The server says how a call stands: by a push, or in an answer. An equal or lower version than the known one says nothing new. */
export function callChanged(state: CallsState, call: WireCall, now: number): Step {
  const { me, mine } = state;
  if (me === null) return step(state);
  if (mine?.id === call.id) return myCallChanged(state, mine, call, now);
  if (state.over.includes(call.id)) return step(corrected(state, call));
  if (mine !== null && isMineByGlare(state, call)) return placed(state, mine, call, now);
  if (isTakenBack(state, call)) return step(markOver(state, call.id));
  // The page before this one was in it: whether this one goes back in is for the hello to say.
  if (call.phase !== 'ended' && call.answeredBy === me.deviceId) return step(state);
  if (roleOf(call, me.person.id) !== 'callee') return step(state);
  return next(ringChanged(state, call, now), (reached) => placeIfCalled(reached, call, now));
}

/** The server placed my call, or made it one with the other's, which may have been heard of here by its own id. */
export function placed(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  if (state.over.includes(call.id)) return leave(state, mine, wordEnded, now);
  const rings = state.rings.filter((ring) => ring.call.id !== call.id);
  return myCallChanged({ ...state, rings }, adopt(state, mine, call), call, now);
}

function myCallChanged(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  if (versionOf(mine.stage) >= call.version) return step(state);
  if (call.phase === 'ended') return endedByServer(state, mine, call, now);
  if (isUnansweredPhase(call.phase)) return stillUnanswered(state, mine, call, now);
  if (mine.stage.name === 'talking')
    return withMine(state, { ...mine, stage: { ...mine.stage, call, pollAt: now + bounds.pollMs } });
  return answered(state, mine, call, now);
}

function stillUnanswered(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  switch (mine.stage.name) {
    case 'asking':
    case 'talking':
      return step(state);
    case 'accepting':
      return withMine(state, { ...mine, stage: { ...mine.stage, call } });
    case 'placing':
    case 'waiting':
      return warmUp(state, mine, call, now);
  }
}

function answered(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  const { me } = state;
  const role = me === null ? undefined : roleOf(call, me.person.id);
  if (me === null || role === undefined) return step(state);
  if (deviceIn(call, role) !== me.deviceId) return leave(state, mine, { kind: 'answeredElsewhere' }, now);
  const peerDeviceId = deviceIn(call, otherRole(role));
  return peerDeviceId === undefined ? step(state) : startTalking(state, mine, call, peerDeviceId, now);
}

function versionOf(stage: Stage): number {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return 0;
    case 'waiting':
    case 'accepting':
    case 'talking':
      return stage.call.version;
  }
}

/**
 * Whether a call in which the server sees this device is one that was already ended here, while its placement was on
 * its way: it became one with the other's call, whose id nobody has told this device yet.
 */
function isTakenBack(state: CallsState, call: WireCall): boolean {
  return (
    call.answeredBy === state.me?.deviceId && state.ends.some((end) => end.peerId === call.caller.userId)
  );
}

/** The page was loaded anew while its device was in a call: it goes back in by itself. */
export function rejoin(state: CallsState, call: WireCall, now: number): Step {
  const { me, mine } = state;
  const isOver = state.over.includes(call.id) || state.ends.some((end) => end.callId === call.id);
  if (me === null || mine !== null || isOver || call.phase === 'ended') return callChanged(state, call, now);
  if (!isInCall(call, me.deviceId) || isTakenBack(state, call)) return callChanged(state, call, now);
  const seated = rejoining(call, me.person.id, state.keptInputs, now);
  const opening = openInputs(seated, isMutedIn(state, call));
  return next(withMine(state, opening.mine, opening.effects), (open) =>
    placed(open, opening.mine, call, now),
  );
}

function isMutedIn({ keptInputs }: CallsState, call: WireCall): boolean {
  return keptInputs?.callId === call.id && keptInputs.microphone === 'muted';
}

function rejoining(call: WireCall, myId: Person['id'], kept: KeptInputs | null, now: number): MyCall {
  const isCaller = call.caller.userId === myId;
  const answeredWith = isCaller ? call.media : (call.answeredMedia ?? 'audio');
  const mine = kept?.callId === call.id ? kept : undefined;
  return {
    key: call.id,
    id: call.id,
    media: call.media,
    pressedAt: now,
    peer: isCaller ? { id: call.callee.userId, name: call.callee.name } : callerOf(call),
    direction: isCaller ? 'outgoing' : 'incoming',
    myMedia: mine === undefined ? answeredWith : mine.camera === 'on' ? 'video' : 'audio',
    stage: { name: 'placing', since: now },
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
  };
}

/** The server was asked how a call stands, and knows of none. */
export function unknownToServer(state: CallsState, callId: CallId, result: Result<never>, now: number): Step {
  if (result.ok || result.error.code !== 'notFound') return step(state);
  const { mine } = state;
  if (mine?.id === callId) return leave(state, mine, wordEnded, now);
  const rang = state.rings.some((ring) => ring.call.id === callId && ring.sinceMs !== undefined);
  const silent = markOver(state, callId);
  return step(rang ? remark(silent, callId, wordEnded, now) : silent);
}
