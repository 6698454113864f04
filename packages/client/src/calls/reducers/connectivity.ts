import { type Transition, sendRequest, andThen, transition } from '../state/callEffect.ts';
import type { PersistedCalls } from '../state/callStorage.ts';
import { type CallsState, type Me, type DeviceCall, signedOutState } from '../state/callsState.ts';
import { measureClock } from '../state/serverClock.ts';
import type { Attachment } from '../../connection/signalingClient.ts';
import { reattached } from './activeCall.ts';
import { leaveCall, reportEnds } from './callEnd.ts';
import { acceptAgain, markVerified } from './incomingCalls.ts';
import { releaseInputs } from './inputs.ts';
import { closeMediaSessions, desiredMediaSessions } from './mediaSessions.ts';
import { placeAgain } from './outgoingCall.ts';
import { rejoin } from './serverUpdates.ts';

/** Somebody is here; what an earlier page of this tab kept is taken up. */
export function signedIn(me: Me, { pendingEnds, inputs }: PersistedCalls): Transition {
  return transition({ ...signedOutState, me, pendingEnds, persistedInputs: inputs });
}

/** Nobody is here any more: whatever is open is let go of. */
export function signedOut(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  const left = currentCall === null ? transition(state) : leaveCall(state, currentCall, undefined, now);
  return transition(signedOutState, left.effects);
}

/** The page goes away, maybe to come back: media stops, and nobody hangs up. */
export function pageHidden(state: CallsState): Transition {
  const { currentCall } = state;
  const paths = closeMediaSessions(desiredMediaSessions(state));
  if (currentCall === null) return transition(state, paths);
  return transition(state, [...paths, ...releaseInputs(currentCall)]);
}

/** The server answered this device's hello: both tell each other what they missed. */
export function attached(state: CallsState, attachment: Attachment, now: number): Transition {
  const online: CallsState = {
    ...state,
    isOnline: true,
    serverClock: measureClock(state.serverClock, { ...attachment, serverTime: attachment.hello.serverTime }),
    incomingCalls: state.incomingCalls.map((incomingCall) => ({ ...incomingCall, reported: 'no' as const })),
  };
  const { calls } = attachment.hello;
  const requestSucceeded = calls.reduce(
    (done, call) => andThen(done, (reached) => rejoin(markVerified(reached, call.id), call, now)),
    reportEnds(online, now),
  );
  const resumed = andThen(requestSucceeded, (reached) => resume(reached, attachment, now));
  return andThen(resumed, (reached) => requestMissing({ ...reached, persistedInputs: null }, attachment));
}

/** Goes on with what was on its way when the connection broke. */
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

/** The server no longer lists these calls among the live ones: what became of them? */
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
