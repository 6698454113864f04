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

/** Starts with what an earlier page of this tab saved. */
export function signedIn(
  { processing }: CallsState,
  me: Me,
  { pendingEnds, inputs }: PersistedCalls,
): Transition {
  return transition({ ...signedOutState, processing, me, pendingEnds, persistedInputs: inputs });
}

/** Leaves the call and releases everything that is open. */
export function signedOut(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  const left = currentCall === null ? transition(state) : leaveCall(state, currentCall, undefined, now);
  return transition({ ...signedOutState, processing: state.processing }, left.effects);
}

/** The page is unloaded or enters the back/forward cache: stops media without hanging up. */
export function pageHidden(state: CallsState): Transition {
  const { currentCall } = state;
  const closing = closeMediaSessions(desiredMediaSessions(state));
  const hidden = { ...state, preview: null };
  if (currentCall === null) return transition(hidden, closing);
  return transition(hidden, [...closing, ...releaseInputs(currentCall)]);
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
  return andThen(resumed, (reached) => requestMissing({ ...reached, persistedInputs: null }, attachment));
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
  const { currentCall } = state;
  const isKnown =
    currentCall !== null && (currentCall.stage.name === 'waiting' || currentCall.stage.name === 'talking');
  const ids = [
    ...(isKnown ? [currentCall.id] : []),
    ...state.incomingCalls.map((incomingCall) => incomingCall.call.id),
  ];
  const missing = ids.filter((callId) => !isListed(callId));
  return transition(
    state,
    missing.flatMap((callId) => sendRequest(state, { name: 'call:get', payload: { callId } })),
  );
}
