import type { Attachment } from '../../connection/signalingClient.ts';
import { andThen, sendRequest, transition, type Transition } from '../state/callEffect.ts';
import type { PersistedCalls } from '../state/callStorage.ts';
import { signedOutState, type CallsState, type DeviceCall, type Me } from '../state/callsState.ts';
import { measuredClock } from '../state/serverClock.ts';
import { reattached } from './activeCall.ts';
import { leaveCall, reportEnds } from './callEnd.ts';
import { acceptAgain, markVerified } from './incomingCalls.ts';
import { releaseInputs } from './inputs.ts';
import { closeMediaSessions, desiredMediaSessions } from './mediaSessions.ts';
import { placeAgain } from './outgoingCall.ts';
import { rejoin } from './serverUpdates.ts';
import { inHeldCall } from './twoCalls.ts';

/** Starts with what an earlier page of this tab saved. */
export function signedIn(
  { processing }: CallsState,
  me: Me,
  { pendingEnds, inputs, heldInputs }: PersistedCalls,
): Transition {
  const persistedInputs = [inputs, heldInputs].filter((each) => each !== null && each !== undefined);
  return transition({ ...signedOutState, processing, me, pendingEnds, persistedInputs });
}

/** Leaves all calls and releases everything that is open. */
export function signedOut(state: CallsState, now: number): Transition {
  const left = andThen(leave(state, now), (reached) => inHeldCall(reached, (other) => leave(other, now)));
  return transition({ ...signedOutState, processing: state.processing }, left.effects);
}

function leave(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  return currentCall === null ? transition(state) : leaveCall(state, currentCall, undefined, now);
}

/** The page is unloaded or enters the back/forward cache: stops media without hanging up. */
export function pageHidden(state: CallsState): Transition {
  const own = [state.currentCall, state.heldCall].filter((call) => call !== null);
  const closing = closeMediaSessions(desiredMediaSessions(state));
  return transition({ ...state, preview: null }, [...closing, ...own.flatMap(releaseInputs)]);
}

/** The server responded to the hello: both sides catch up on what they missed. */
export function attached(state: CallsState, attachment: Attachment, now: number): Transition {
  const online: CallsState = {
    ...state,
    isOnline: true,
    serverClock: measuredClock(state.serverClock, { ...attachment, serverTime: attachment.hello.serverTime }),
    incomingCalls: state.incomingCalls.map((incomingCall) => ({ ...incomingCall, reported: 'no' as const })),
  };
  const { calls } = attachment.hello;
  const updated = calls.reduce(
    (done, call) => andThen(done, (reached) => rejoin(markVerified(reached, call.id, now), call, now)),
    reportEnds(online, now),
  );
  const resumed = andThen(updated, (reached) => resume(reached, attachment, now));
  const both = andThen(resumed, (reached) => inHeldCall(reached, (other) => resume(other, attachment, now)));
  return andThen(both, (reached) => requestMissing({ ...reached, persistedInputs: [] }, attachment));
}

/** Continues what the lost connection interrupted. */
function resume(state: CallsState, attachment: Attachment, now: number): Transition {
  const { currentCall } = state;
  if (currentCall === null) return transition(state);
  switch (currentCall.stage.name) {
    case 'asking':
    case 'waiting':
      return transition(state);
    case 'placing':
      return placeAgain(state, currentCall, currentCall.stage, now);
    case 'accepting':
      return acceptAgain(state, currentCall, currentCall.stage, now);
    case 'talking':
      return reattached(state, currentCall, currentCall.stage, carriedBy(currentCall, attachment));
  }
}

function carriedBy(currentCall: DeviceCall, { carried }: Attachment) {
  const link = carried.find(({ callId }) => callId === currentCall.id);
  return link === undefined ? undefined : { linkId: link.linkId, route: link.route };
}

/** Requests the known calls that the server no longer lists as live, to learn how they ended. */
function requestMissing(state: CallsState, { hello }: Attachment): Transition {
  const isListed = (callId: string): boolean => hello.calls.some((call) => call.id === callId);
  const own = [state.currentCall, state.heldCall].filter((call) => call !== null);
  const known = own.filter(({ stage }) => stage.name === 'waiting' || stage.name === 'talking');
  const ids = [
    ...known.map(({ id }) => id),
    ...state.incomingCalls.map((incomingCall) => incomingCall.call.id),
  ];
  const missing = ids.filter((callId) => !isListed(callId));
  return transition(
    state,
    missing.flatMap((callId) => sendRequest(state, { name: 'call:get', payload: { callId } })),
  );
}
