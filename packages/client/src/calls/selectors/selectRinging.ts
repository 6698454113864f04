import type { CallId, WireCall } from '@ringback/protocol';
import { callerOf, mayAskWhy, shownIncomingCall } from '../reducers/incomingCalls.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallsState, IncomingCallState, Input } from '../state/callsState.ts';
import type { CallScreen, IncomingCall, OwnPreview, RingingCall, SecondCall } from './callScreen.ts';

type Dispatch = (action: CallAction) => void;

/** The call that rings here: over the whole screen, or as a second one beside the call in which the user talks. */
export function selectRinging(
  state: CallsState,
  { dispatch }: { readonly dispatch: Dispatch },
): Pick<CallScreen, 'incoming' | 'second'> {
  const incomingCall = shownIncomingCall(state);
  if (incomingCall === undefined) return { incoming: null, second: null };
  return state.currentCall?.stage.name === 'talking'
    ? { incoming: null, second: selectSecondCall(incomingCall, dispatch) }
    : { incoming: selectIncomingCall(state, incomingCall, dispatch), second: null };
}

function selectIncomingCall(
  state: CallsState,
  incomingCall: IncomingCallState,
  dispatch: Dispatch,
): IncomingCall {
  const { id: callId, media } = incomingCall.call;
  return {
    ...selectRingingCall(incomingCall, dispatch),
    accept: () => dispatch({ type: 'acceptPressed', callId, media }),
    ...(media === 'video' && {
      acceptWithoutVideo: () => dispatch({ type: 'acceptPressed', callId, media: 'audio' }),
      preview: selectPreview(state, callId, dispatch),
    }),
  };
}

/** What both have that can ring: a first call and a second one. */
function selectRingingCall({ call, sinceMs }: IncomingCallState, dispatch: Dispatch): RingingCall {
  const { id: callId, media } = call;
  return {
    id: callId,
    peer: callerOf(call),
    media,
    sinceMs: sinceMs ?? 0,
    ...(call.muted && { isMuted: true }),
    ...saidAbout(call),
    ...(mayAskWhy(call) && { askWhy: () => dispatch({ type: 'askWhyPressed', callId }) }),
    decline: () => dispatch({ type: 'declinePressed', callId }),
  };
}

/** What the caller says, and what is known of a stranger. */
function saidAbout({
  request,
  reason,
  urgent,
  asked,
  attempts,
}: WireCall): Pick<IncomingCall, 'request' | 'reason' | 'isUrgent' | 'attempts'> {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(reason !== undefined && { reason }),
    ...(urgent && { isUrgent: urgent }),
    ...(request !== undefined && {
      request: {
        ...(request.handle !== undefined && { handle: request.handle }),
        ...(request.since !== undefined && { sinceMs: request.since }),
        isAsked: asked === true,
      },
    }),
  };
}

function selectPreview({ preview }: CallsState, callId: CallId, dispatch: Dispatch): OwnPreview {
  const show = () => dispatch({ type: 'previewPressed', callId, to: 'on' });
  const hide = () => dispatch({ type: 'previewPressed', callId, to: 'off' });
  const camera: Input = preview?.callId === callId ? preview.camera : { state: 'closed' };
  switch (camera.state) {
    case 'closed':
      return { state: 'off', show };
    case 'opening':
      return { state: 'starting', isPrompting: camera.isPrompting === true, hide };
    case 'open':
      return { state: 'on', stream: camera.isSystemMuted ? null : camera.stream, hide };
    case 'failed':
      return { state: 'failed', failure: camera.failure, show };
  }
}

function selectSecondCall(incomingCall: IncomingCallState, dispatch: Dispatch): SecondCall {
  const { id: callId, media } = incomingCall.call;
  const accept = (plan: 'hold' | 'end') => () => dispatch({ type: 'acceptPressed', callId, media, plan });
  return {
    ...selectRingingCall(incomingCall, dispatch),
    endAndAccept: accept('end'),
    holdAndAccept: accept('hold'),
  };
}
