import type { CallId, PeerMessage } from '@ringback/protocol';
import type { Tracks } from '../../link/mediaPath.ts';
import type { InputKind, Opened } from './event.ts';
import type { CallsState, Input, MyCall } from './state.ts';
import { step, withMine, type Effect, type Step } from './step.ts';

const closed: Input = { state: 'closed' };
const opening: Input = { state: 'opening', isMuted: false };

/** Opens what this side wants to send and has not asked for yet: always the microphone, the camera of a video call. */
export function openInputs(mine: MyCall, isMuted = false): { mine: MyCall; effects: readonly Effect[] } {
  const wantsMicrophone = mine.microphone.state === 'closed';
  const wantsCamera = mine.camera.state === 'closed' && mine.myMedia === 'video';
  return {
    mine: {
      ...mine,
      microphone: wantsMicrophone ? { state: 'opening', isMuted } : mine.microphone,
      camera: wantsCamera ? opening : mine.camera,
    },
    effects: [
      ...(wantsMicrophone ? [openInput(mine.key, 'audio')] : []),
      ...(wantsCamera ? [openInput(mine.key, 'video')] : []),
    ],
  };
}

/** Lets go of every open input; one that is still opening is let go of when it has opened, see `opened`. */
export function releaseInputs({ microphone, camera }: MyCall): readonly Effect[] {
  return [microphone, camera].flatMap((input) =>
    input.state === 'open' ? [{ type: 'stopTrack', track: input.track } as const] : [],
  );
}

/** An input has opened, or could not be. Nobody may be waiting for it any more: then it is closed at once. */
export function opened(state: CallsState, key: CallId, kind: InputKind, result: Opened): Step {
  const { mine } = state;
  const before = mine?.key === key ? inputOf(mine, kind) : undefined;
  if (mine === null || before?.state !== 'opening') {
    return step(state, result.ok ? [{ type: 'stopTrack', track: result.track }] : []);
  }
  if (!result.ok) return changeInput(state, mine, kind, { state: 'failed', failure: result.failure });
  const { track, stream } = result;
  const { isMuted } = before;
  const changed = changeInput(state, mine, kind, { state: 'open', track, stream, isMuted });
  const silence: Effect = { type: 'enableTrack', track, isEnabled: false };
  return isMuted ? step(changed.state, [silence, ...changed.effects]) : changed;
}

/** An input went away by itself. */
export function inputEnded(state: CallsState, track: MediaStreamTrack): Step {
  const { mine } = state;
  if (mine === null) return step(state);
  const failed: Input = { state: 'failed', failure: 'failed' };
  if (isTrack(mine.microphone, track)) return changeInput(state, mine, 'audio', failed);
  return isTrack(mine.camera, track) ? changeInput(state, mine, 'video', failed) : step(state);
}

/** Muting keeps the input open and sends silence, so that no packets at all always means a broken path. */
export function microphonePressed(state: CallsState, key: CallId, to: 'on' | 'off'): Step {
  const { mine } = state;
  if (mine?.key !== key) return step(state);
  const { microphone } = mine;
  if (microphone.state === 'failed' && to === 'on') return reopen(state, mine, 'audio');
  if (microphone.state !== 'open' && microphone.state !== 'opening') return step(state);
  const isMuted = to === 'off';
  const changed = { ...mine, microphone: { ...microphone, isMuted } };
  if (microphone.state === 'opening') return withMine(state, changed, tellSending(changed));
  const effect: Effect = { type: 'enableTrack', track: microphone.track, isEnabled: !isMuted };
  return withMine(state, changed, [effect, ...tellSending(changed)]);
}

/** A camera that is turned off is closed, so that its light goes out. */
export function cameraPressed(state: CallsState, key: CallId, to: 'on' | 'off'): Step {
  const { mine } = state;
  if (mine?.key !== key) return step(state);
  const { camera } = mine;
  const isOff = camera.state === 'closed' || camera.state === 'failed';
  if (to === 'on') return isOff ? reopen(state, mine, 'video') : step(state);
  if (isOff) return step(state);
  const { state: now, effects } = changeInput(state, mine, 'video', closed);
  return step(now, [
    ...effects,
    ...(camera.state === 'open' ? [{ type: 'stopTrack', track: camera.track } as const] : []),
  ]);
}

function reopen(state: CallsState, mine: MyCall, kind: InputKind): Step {
  const now = kind === 'audio' ? { ...mine, microphone: opening } : { ...mine, camera: opening };
  return withMine(state, now, [openInput(mine.key, kind)]);
}

function changeInput(state: CallsState, mine: MyCall, kind: InputKind, input: Input): Step {
  const now = kind === 'audio' ? { ...mine, microphone: input } : { ...mine, camera: input };
  return withMine(state, now, [...sendTracks(now), ...tellSending(now)]);
}

/** Puts what is open on the path, if there is one. Who has pressed "Accept" need not wait for the server to be heard. */
export function sendTracks(mine: MyCall): readonly Effect[] {
  if (mine.stage.name !== 'talking' && mine.stage.name !== 'accepting') return [];
  return [{ type: 'send', callId: mine.id, tracks: tracksOf(mine) }];
}

/** Tells the other side what it will see and hear: a track that carries nothing still looks alive to it. */
export function tellSending(mine: MyCall): readonly Effect[] {
  if (mine.stage.name !== 'talking' || mine.stage.link.state !== 'up') return [];
  const message: PeerMessage = {
    kind: 'sending',
    microphone: microphoneWord(mine.microphone),
    camera: mine.camera.state === 'open' ? 'on' : 'off',
  };
  return [{ type: 'tell', callId: mine.id, message }];
}

function microphoneWord(input: Input): 'on' | 'muted' | 'none' {
  switch (input.state) {
    case 'open':
    case 'opening':
      return input.isMuted ? 'muted' : 'on';
    case 'closed':
    case 'failed':
      return 'none';
  }
}

function tracksOf({ microphone, camera }: MyCall): Tracks {
  return {
    audio: microphone.state === 'open' ? microphone.track : null,
    video: camera.state === 'open' ? camera.track : null,
  };
}

function inputOf(mine: MyCall, kind: InputKind): Input {
  return kind === 'audio' ? mine.microphone : mine.camera;
}

function isTrack(input: Input, track: MediaStreamTrack): boolean {
  return input.state === 'open' && input.track === track;
}

function openInput(key: CallId, kind: InputKind): Effect {
  return { type: 'openInput', key, kind };
}
