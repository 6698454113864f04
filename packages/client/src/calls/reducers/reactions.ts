import type { CallId } from '@ringback/protocol';
import type { Reaction } from '@ringback/rtc';
import { transition, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, Hand, ShownReaction, Side, Talking } from '../state/callsState.ts';
import { sendInputState } from './sentMedia.ts';

/** How long a reaction is on the screen: long enough to be noticed beside a conversation. */
const reactionDurationMs = 4_000;

/** One side may show this many within this time; more would be noise, from a held key or a strange page. */
const reactionLimit = { count: 5, withinMs: 2_000 } as const;

/** Shows the user's reaction here, and sends it to the other side. */
export function reactionPressed(state: CallsState, key: CallId, reaction: Reaction, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.stage.name !== 'talking') return transition(state);
  const { stage, id: callId } = currentCall;
  if (stage.link.state !== 'up' || isOverLimit(stage, 'me', now)) return transition(state);
  return withCurrentCall(state, withReaction(currentCall, stage, 'me', reaction, now), [
    { type: 'sendPeerMessage', callId, message: { kind: 'reaction', reaction } },
  ]);
}

/** Shows a reaction of the other side, unless it sends too many. */
export function peerReacted(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Talking,
  reaction: Reaction,
  now: number,
): Transition {
  if (isOverLimit(stage, 'peer', now)) return transition(state);
  return withCurrentCall(state, withReaction(currentCall, stage, 'peer', reaction, now));
}

/** Raises or lowers the user's hand. Without a link, the other side is told once there is one. */
export function handPressed(state: CallsState, key: CallId, to: Hand): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.stage.name !== 'talking') return transition(state);
  const { isHandRaised: _, ...lowered } = currentCall;
  const changed: DeviceCall = to === 'raised' ? { ...lowered, isHandRaised: true } : lowered;
  return withCurrentCall(state, changed, sendInputState(changed));
}

export function dropExpiredReactions(state: CallsState, now: number): CallsState {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'talking') return state;
  const { stage } = currentCall;
  const reactions = stage.reactions.filter((shown) => expiryOf(shown) > now);
  if (reactions.length === stage.reactions.length) return state;
  return { ...state, currentCall: { ...currentCall, stage: { ...stage, reactions } } };
}

/** When the reactions on the screen go, on this machine's clock. */
export function reactionDeadlines({ currentCall }: CallsState): readonly number[] {
  return currentCall?.stage.name === 'talking' ? currentCall.stage.reactions.map(expiryOf) : [];
}

function expiryOf({ shownAt }: ShownReaction): number {
  return shownAt + reactionDurationMs;
}

function isOverLimit({ reactions }: Talking, side: Side, now: number): boolean {
  const recent = reactions.filter(
    ({ from, shownAt }) => from === side && now - shownAt < reactionLimit.withinMs,
  );
  return recent.length >= reactionLimit.count;
}

function withReaction(
  currentCall: DeviceCall,
  stage: Talking,
  from: Side,
  reaction: Reaction,
  now: number,
): DeviceCall {
  // Above all that are on the screen, and above those that were: time goes on.
  const id = Math.max(now, (stage.reactions.at(-1)?.id ?? 0) + 1);
  const reactions = [...stage.reactions, { id, from, reaction, shownAt: now }];
  return { ...currentCall, stage: { ...stage, reactions } };
}
