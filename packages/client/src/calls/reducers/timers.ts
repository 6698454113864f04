import { bounds } from '@ringback/protocol';
import { andThen, sendRequest, transition, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, IncomingCallState, Talking } from '../state/callsState.ts';
import { isSameLink, reportLink } from './activeCall.ts';
import { reportEnd } from './callEnd.ts';
import { isHoldReported, reportHold } from './hold.ts';
import { acceptAgain, expireIncomingCalls, pollIncomingCall, ringDeadline } from './incomingCalls.ts';
import { giveUpAfterMs, placeAgain } from './outgoingCall.ts';
import { dropExpiredReactions, reactionDeadlines } from './reactions.ts';
import { dropExpiredToasts } from './toasts.ts';
import { inHeldCall } from './twoCalls.ts';

/**
 * When the next deadline is due, on this machine's clock; undefined without one. All deadlines are in the
 * state, so one timer is enough, and no newer call can inherit the timer of an older one.
 */
export function nextDeadline(state: CallsState): number | undefined {
  const times = [
    ...state.incomingCalls.flatMap((incomingCall) =>
      incomingCall.isUnverified
        ? [incomingCall.pollAt]
        : [ringDeadline(state, incomingCall), incomingCall.pollAt],
    ),
    ...state.pendingEnds.flatMap((end) => (end.retryAt === undefined ? [] : [end.retryAt])),
    ...state.toasts.map(({ untilMs }) => untilMs),
    ...[state.currentCall, state.heldCall].flatMap((call) =>
      call === null ? [] : currentCallDeadlines(call),
    ),
    ...reactionDeadlines(state),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

function currentCallDeadlines(currentCall: DeviceCall): readonly number[] {
  const { stage } = currentCall;
  switch (stage.name) {
    case 'asking':
      return [];
    case 'placing':
    case 'accepting':
      return [stage.retryAt ?? stage.since + giveUpAfterMs];
    case 'waiting':
      return [stage.pollAt];
    case 'talking':
      return isSettled(stage) && isHoldReported(currentCall) ? [] : [stage.pollAt];
  }
}

/**
 * Whether the server knows that media comes in, and so polling can stop. Until then no push is trusted to arrive.
 */
function isSettled(stage: Talking): boolean {
  return (
    stage.call.phase === 'active' && stage.link.state === 'up' && isSameLink(stage.link, stage.reportedLink)
  );
}

/** Handles all deadlines that are due. */
export function timerFired(state: CallsState, now: number): Transition {
  return [advanceIncomingCalls, retryPendingEnds, advanceCurrentCall, advanceHeldCall].reduce<Transition>(
    (done, reduce) => andThen(done, (reached) => reduce(reached, now)),
    transition(dropExpiredReactions(dropExpiredToasts(state, now), now)),
  );
}

function advanceIncomingCalls(state: CallsState, now: number): Transition {
  const ringing = expireIncomingCalls(state, now);
  const due = (incomingCall: IncomingCallState): boolean => incomingCall.pollAt <= now;
  const polled = ringing.incomingCalls.filter(due);
  const incomingCalls = ringing.incomingCalls.map((incomingCall) =>
    due(incomingCall) ? { ...incomingCall, pollAt: now + bounds.pollMs } : incomingCall,
  );
  const requests = polled.flatMap((incomingCall) => pollIncomingCall(state, incomingCall));
  return transition(polled.length === 0 ? ringing : { ...ringing, incomingCalls }, requests);
}

function retryPendingEnds(state: CallsState, now: number): Transition {
  return state.pendingEnds
    .filter((end) => end.retryAt !== undefined && end.retryAt <= now)
    .reduce((done, end) => andThen(done, (reached) => reportEnd(reached, end, now)), transition(state));
}

function advanceHeldCall(state: CallsState, now: number): Transition {
  return inHeldCall(state, (other) => advanceCurrentCall(other, now));
}

function advanceCurrentCall(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  if (currentCall === null || !currentCallDeadlines(currentCall).some((at) => at <= now))
    return transition(state);
  switch (currentCall.stage.name) {
    case 'asking':
      return transition(state);
    case 'placing':
      return placeAgain(state, currentCall, currentCall.stage, now);
    case 'accepting':
      return acceptAgain(state, currentCall, currentCall.stage, now);
    case 'waiting':
      return poll(state, { ...currentCall, stage: { ...currentCall.stage, pollAt: now + bounds.pollMs } });
    case 'talking': {
      const polled = poll(state, {
        ...currentCall,
        stage: { ...currentCall.stage, pollAt: now + bounds.pollMs },
      });
      const reported = andThen(polled, (reached) =>
        reached.currentCall === null ? transition(reached) : reportLink(reached, reached.currentCall),
      );
      return transition(reported.state, [...reported.effects, ...reportHold(state, currentCall)]);
    }
  }
}

function poll(state: CallsState, currentCall: DeviceCall): Transition {
  return withCurrentCall(
    state,
    currentCall,
    sendRequest(state, { name: 'call:get', payload: { callId: currentCall.id } }),
  );
}
