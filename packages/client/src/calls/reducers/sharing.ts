import { roleOf, type CallId } from '@ringback/protocol';
import type { ScreenContent } from '@ringback/rtc';
import type { CallAction } from '../state/callAction.ts';
import { transition, withCurrentCall, type Effect, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, RemoteInputs, Talking } from '../state/callsState.ts';
import type { Share, Sharing } from '../state/share.ts';
import { sendInputState, sendTracks } from './sentMedia.ts';
import { showToast } from './toasts.ts';

const notSharing: Share = { state: 'off' };

/** Share screen or Stop sharing. The browser asks what to share. */
export function sharePressed(state: CallsState, key: CallId, to: 'on' | 'off'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key) return transition(state);
  if (to === 'off') return stopSharing(state, currentCall);
  if (!mayShare(state, currentCall)) return transition(state);
  const choosing: DeviceCall = { ...currentCall, share: { state: 'choosing' } };
  return withCurrentCall(state, choosing, [{ type: 'openScreen', key, content: 'text' }]);
}

/** Whether a press on Share screen would do something. */
export function mayShare({ me }: CallsState, { stage, share, hold }: DeviceCall): boolean {
  const isShown = stage.name === 'talking' && stage.remoteInputs.screen !== 'unsupported';
  return me?.canShare === true && isShown && share.state === 'off' && hold === undefined;
}

/** The user picked what to share, or didn't. A call that no longer waits for it closes it at once. */
export function screenOpened(
  state: CallsState,
  { key, result }: CallAction & { type: 'screenOpened' },
  now: number,
): Transition {
  const { currentCall } = state;
  const isAwaited = currentCall?.key === key && currentCall.share.state === 'choosing';
  if (!isAwaited) return transition(state, result.ok ? stopTracks(result) : []);
  if (result.ok) return startSharing(state, currentCall, result);
  const { failure } = result;
  const withToast =
    failure === 'canceled' ? state : showToast(state, currentCall.id, { kind: 'shareFailed', failure }, now);
  return withCurrentCall(withToast, { ...currentCall, share: notSharing });
}

function startSharing(
  state: CallsState,
  currentCall: DeviceCall,
  { video, audio, stream, surface }: (CallAction & { type: 'screenOpened' })['result'] & { ok: true },
): Transition {
  const turn = remoteTurn(currentCall) + 1;
  const share: Sharing = { state: 'sharing', video, audio, stream, surface, content: 'text', turn };
  return withShare(state, currentCall, share);
}

/** The number of the other side's newest share; a share that replaces it has a higher one. */
function remoteTurn({ stage }: DeviceCall): number {
  return stage.name === 'talking' ? stage.remoteInputs.screenTurn : 0;
}

/** The user ended it in the browser's own bar, or what was shared is gone. */
export function screenEnded(state: CallsState, track: MediaStreamTrack): Transition {
  const { currentCall } = state;
  if (currentCall?.share.state !== 'sharing' || currentCall.share.video !== track) return transition(state);
  return stopSharing(state, currentCall);
}

/** Stops what is shared, and what is being picked. */
function stopSharing(state: CallsState, currentCall: DeviceCall): Transition {
  const { state: stopped, effects } = withShare(state, currentCall, notSharing);
  return transition(stopped, [...effects, ...releaseShare(currentCall)]);
}

/** Ends the capture of what a call shares. */
export function releaseShare({ share }: DeviceCall): readonly Effect[] {
  return share.state === 'sharing' ? stopTracks(share) : [];
}

function stopTracks({ video, audio }: Pick<Sharing, 'video' | 'audio'>): readonly Effect[] {
  return [video, ...(audio === null ? [] : [audio])].map((track) => ({ type: 'stopTrack', track }));
}

/** Text has to be sharp, a film has to move. */
export function shareContentPicked(state: CallsState, key: CallId, content: ScreenContent): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.share.state !== 'sharing') return transition(state);
  const share: Sharing = { ...currentCall.share, content };
  const changed = withShare(state, currentCall, share);
  return transition(changed.state, [{ type: 'tuneScreen', track: share.video, content }, ...changed.effects]);
}

function withShare(state: CallsState, currentCall: DeviceCall, share: Share): Transition {
  const changed: DeviceCall = { ...currentCall, share };
  return withCurrentCall(state, changed, [...sendTracks(changed), ...sendInputState(changed)]);
}

/**
 * The other side began or ended a share; `before` is what it sent until now. One screen is shared at a time: the newer
 * one stays, and of two that began at once the caller's.
 */
export function remoteShareChanged(state: CallsState, before: RemoteInputs, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'talking') return transition(state);
  const { share, stage, peer, id } = currentCall;
  const { screen } = stage.remoteInputs;
  if (screen === 'on' && share.state === 'sharing' && mustYield(state, share, stage)) {
    const stopped = stopSharing(state, currentCall);
    const toast = { kind: 'shareReplaced', name: peer.name } as const;
    return transition(showToast(stopped.state, id, toast, now), stopped.effects);
  }
  const isStart = screen === 'on' && before.screen !== 'on';
  const isEnd = screen !== 'on' && before.screen === 'on' && share.state !== 'sharing';
  if (!isStart && !isEnd) return transition(state);
  const kind = isStart ? 'peerShares' : 'peerStoppedSharing';
  return transition(showToast(state, id, { kind, name: peer.name }, now));
}

function mustYield({ me }: CallsState, { turn }: Sharing, { call, remoteInputs }: Talking): boolean {
  const isCallee = me !== null && roleOf(call, me.person.id) === 'callee';
  return remoteInputs.screenTurn > turn || (remoteInputs.screenTurn === turn && isCallee);
}

/** The other side's page went away, and what it shared with it. */
export function withoutScreenOfAway(stage: Talking, peerId: DeviceCall['peer']['id']): Talking {
  if (stage.call.away?.includes(peerId) !== true) return stage;
  return { ...stage, remoteInputs: { ...stage.remoteInputs, screen: 'unsupported' } };
}
