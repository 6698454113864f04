import {
  type CallId,
  type Media,
  type Person,
  type Result,
  type WireCall,
  isUnansweredPhase,
  roleOf,
} from '@ringback/protocol';
import { type Step, asking, placeAsk, step, withMine } from '../state/callEffect.ts';
import type { CallsState, MyCall, Placing } from '../state/callsState.ts';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import { giveUp, markOver, refused } from './callEnd.ts';
import { openInputs } from './inputs.ts';

/** A server that did not answer is asked again after this long. */
const retryMs = 1_000;
/** For so long an unanswered request is repeated; it carries the same id, so that it is done once at most. */
export const giveUpAfterMs = 30_000;

/** Starts a call: on the screen at once, at the server as soon as it is known whether the browser will ask first. */
export function placePressed(
  state: CallsState,
  press: { readonly callId: CallId; readonly to: Person; readonly media: Media },
  now: number,
): Step {
  if (state.me === null || !state.isOnline || state.mine !== null) return step(state);
  const { callId: key, to, media } = press;
  const mine: MyCall = {
    key,
    id: key,
    peer: to,
    direction: 'outgoing',
    media,
    myMedia: media,
    pressedAt: now,
    stage: { name: 'asking', permission: 'checking' },
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
  };
  return withMine({ ...state, outcome: null }, mine, [{ type: 'checkMicrophone', key }]);
}

/** Places at once, unless the browser has to ask for the microphone: then that comes first. */
export function permissionKnown(
  state: CallsState,
  key: CallId,
  permission: 'granted' | 'prompt' | 'denied' | 'unknown',
  now: number,
): Step {
  const { mine } = state;
  if (mine?.key !== key || mine.stage.name !== 'asking') return step(state);
  if (permission !== 'prompt') return place(state, mine, now);
  const prompting: MyCall = {
    ...mine,
    stage: { name: 'asking', permission: 'prompting' },
    microphone: { state: 'opening', isMuted: false },
  };
  return withMine(state, prompting, [{ type: 'openInput', key, kind: 'audio' }]);
}

/** The question for the microphone is answered, one way or the other: without one the call goes on listening only. */
export function placeOnceAsked(state: CallsState, now: number): Step {
  const { mine } = state;
  if (mine?.stage.name !== 'asking' || mine.microphone.state === 'opening') return step(state);
  return mine.stage.permission === 'checking' ? step(state) : place(state, mine, now);
}

/** The other one calls me while the browser still asks for my microphone: nobody need wait for that. */
export function placeIfCalled(state: CallsState, call: WireCall, now: number): Step {
  const { mine } = state;
  if (mine?.stage.name !== 'asking' || !isUnansweredPhase(call.phase)) return step(state);
  return call.caller.userId === mine.peer.id ? place(state, mine, now) : step(state);
}

/** Sends the placement on its way, and opens the inputs meanwhile. */
function place(state: CallsState, mine: MyCall, now: number): Step {
  const opening = openInputs(mine);
  const placing: MyCall = { ...opening.mine, stage: { name: 'placing', since: now } };
  return withMine(state, placing, [...asking(state, placeAsk(placing)), ...opening.effects]);
}

/** Asks once more for what may or may not have been done. */
export function placeAgain(state: CallsState, mine: MyCall, placing: Placing, now: number): Step {
  if (now - placing.since >= giveUpAfterMs) return giveUp(state, mine, now);
  const again: MyCall = { ...mine, stage: { name: 'placing', since: placing.since } };
  return withMine(state, again, asking(state, placeAsk(mine)));
}

/** The server did not place the call, or may not have. */
export function placeFailed(state: CallsState, key: CallId, result: Result<never>, now: number): Step {
  const { mine } = state;
  if (result.ok || mine?.key !== key || mine.stage.name !== 'placing') return step(state);
  const { code, message } = result.error;
  if (!isOutcomeUnknown(result) || code === 'tooMany') return refused(state, mine, message, now);
  if (code === 'offline') return step(state);
  return withMine(state, { ...mine, stage: { ...mine.stage, retryAt: now + retryMs } });
}

/** The call came to be after this device had already taken it back: under whatever id, it is over here. */
export function placedTooLate(state: CallsState, call: WireCall): Step {
  return step(markOver(state, call.id));
}

/**
 * Whether a call of the other one is what my own placement to them became: both called at once, theirs was first, and
 * the server took mine for an answer.
 */
export function isMineByGlare(state: CallsState, call: WireCall): boolean {
  const { me, mine } = state;
  if (me === null || mine?.stage.name !== 'placing') return false;
  return call.caller.userId === mine.peer.id && call.answeredBy === me.deviceId;
}

/** Makes the server's call the one that this device is in. */
export function adopt(state: CallsState, mine: MyCall, call: WireCall): MyCall {
  const role = state.me === null ? undefined : roleOf(call, state.me.person.id);
  const direction = role === 'callee' ? 'incoming' : 'outgoing';
  return { ...mine, id: call.id, media: call.media, direction };
}
