import type { CallId } from '@ringback/protocol';
import type { CallAction, InputOpenResult } from '../state/callAction.ts';
import { andThen, transition, type Effect, type Transition } from '../state/callEffect.ts';
import type { CallsState, CameraPreview, Input } from '../state/callsState.ts';
import { shownIncomingCall } from './incomingCalls.ts';

/*
 * The user's own camera while a video call rings. Only the user opens it, by a press or by their setting.
 *
 *            ┌──────────refused, missing──> failed ──┐
 *   none ──shown──> opening ──opened──> open         │
 *    ^                 │                  │          │
 *    └── hidden, unplugged; the ring is over, declined, or accepted without video: stopped
 *                      └── accepted with video: becomes the call's camera, opening or open
 */

/** Shows or hides the preview of the call that rings on the screen. */
export function previewPressed(state: CallsState, callId: CallId, to: 'on' | 'off'): Transition {
  if (to === 'off') return transition(state.preview?.callId === callId ? { ...state, preview: null } : state);
  const call = shownIncomingCall(state)?.call;
  if (call?.id !== callId || call.media !== 'video' || isOn(state.preview)) return transition(state);
  return transition({ ...state, preview: { callId, camera: { state: 'opening' } } }, [
    { type: 'openInput', key: callId, kind: 'video' },
  ]);
}

function isOn(preview: CameraPreview | null): boolean {
  return preview !== null && preview.camera.state !== 'failed';
}

/** What an action changes in the preview; undefined if it is about another input. */
export function previewChanged(state: CallsState, action: CallAction, now: number): Transition | undefined {
  const { preview } = state;
  if (preview === null) return undefined;
  const { camera, callId } = preview;
  if (action.type === 'inputPrompted' || action.type === 'inputOpened') {
    if (action.key !== callId || camera.state !== 'opening') return undefined;
    if (action.type === 'inputOpened') return withCamera(state, preview, openedCamera(action.result, now));
    return withCamera(state, preview, { ...camera, isPrompting: true });
  }
  if (action.type === 'inputEnded')
    return isTrackOf(preview, action.track) ? transition({ ...state, preview: null }) : undefined;
  if (action.type !== 'inputSystemMuted' || camera.state !== 'open') return undefined;
  if (!isTrackOf(preview, action.track)) return undefined;
  return withCamera(state, preview, { ...camera, isSystemMuted: action.isSystemMuted });
}

function withCamera(state: CallsState, preview: CameraPreview, camera: Input): Transition {
  return transition({ ...state, preview: { ...preview, camera } });
}

function openedCamera(result: InputOpenResult, now: number): Input {
  if (!result.ok) return { state: 'failed', failure: result.failure };
  const { label: _, insteadOf: __, ok: ___, ...open } = result;
  return { state: 'open', ...open, since: now, sound: 'unknown' };
}

/** Ends the preview of a call that no longer rings on the screen, and stops a previewed camera that nothing uses any more. */
export function releasePreview(before: CallsState, reduced: Transition): Transition {
  return andThen(reduced, (reached) => {
    const { preview } = reached;
    // A second call has no preview.
    const isBeside = reached.currentCall?.stage.name === 'talking';
    const isOver = preview !== null && (isBeside || shownIncomingCall(reached)?.call.id !== preview.callId);
    const state = isOver ? { ...reached, preview: null } : reached;
    const used = [trackOf(state.preview?.camera), trackOf(state.currentCall?.camera)];
    const opened = new Set([trackOf(before.preview?.camera), trackOf(preview?.camera)]);
    const unused = [...opened].filter((track) => track !== undefined && !used.includes(track));
    return transition(state, unused.flatMap(stopping));
  });
}

function stopping(track: MediaStreamTrack | undefined): readonly Effect[] {
  return track === undefined ? [] : [{ type: 'stopTrack', track }];
}

function isTrackOf({ camera }: CameraPreview, track: MediaStreamTrack): boolean {
  return trackOf(camera) === track;
}

function trackOf(camera: Input | undefined): MediaStreamTrack | undefined {
  return camera?.state === 'open' ? camera.track : undefined;
}
