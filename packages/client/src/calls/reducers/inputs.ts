import type { CallId } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { InputKind } from '../state/callAction.ts';
import { type Effect, type InputEffect, type Step, step, withMine } from '../state/callEffect.ts';
import type { CallsState, Input, MyCall, OpenInput } from '../state/callsState.ts';
import type { EquipmentKind } from '../../media/mediaDevices.ts';

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

/** The system muted an input behind the person's back, or gave it back. */
export function inputHeld(state: CallsState, track: MediaStreamTrack, isHeld: boolean): Step {
  return changeOpen(state, track, (input) => ({ ...input, isHeld }));
}

/** It is known, or not any more, whether the microphone gives anything at all. */
export function microphoneHeard(state: CallsState, track: MediaStreamTrack, sound: OpenInput['sound']): Step {
  return changeOpen(state, track, (input) => ({ ...input, sound }));
}

function changeOpen(
  state: CallsState,
  track: MediaStreamTrack,
  change: (input: OpenInput) => OpenInput,
): Step {
  const { mine } = state;
  const kind = mine === null ? undefined : kindOf(mine, track);
  if (mine === null || kind === undefined) return step(state);
  const input = inputOf(mine, kind);
  if (input.state !== 'open') return step(state);
  const now = withInput(mine, kind, change(input));
  return withMine(state, now, tellSending(now));
}

function reopen(state: CallsState, mine: MyCall, kind: InputKind): Step {
  return withMine(state, withInput(mine, kind, opening), [openInput(mine.key, kind)]);
}

/** Lets an input be another one from now on, for the other side too. */
export function changeInput(state: CallsState, mine: MyCall, kind: InputKind, input: Input): Step {
  const now = withInput(mine, kind, input);
  return withMine(state, now, [...sendTracks(now), ...listenToMine(now), ...tellSending(now)]);
}

/** The call with one of its inputs replaced. */
export function withInput(mine: MyCall, kind: InputKind, input: Input): MyCall {
  return kind === 'audio' ? { ...mine, microphone: input } : { ...mine, camera: input };
}

/** Puts what is open on the path, if there is one. Who has pressed "Accept" need not wait for the server to be heard. */
export function sendTracks(mine: MyCall): readonly Effect[] {
  if (mine.stage.name !== 'talking' && mine.stage.name !== 'accepting') return [];
  return [{ type: 'send', callId: mine.id, tracks: tracksOf(mine) }];
}

/** Listens to the own microphone once media flows: only from then on is it expected to give anything. */
export function listenToMine(mine: MyCall): readonly Effect[] {
  return isFlowing(mine) ? [{ type: 'listen', track: tracksOf(mine).audio }] : [];
}

function isFlowing({ stage }: MyCall): boolean {
  return stage.name === 'talking' && stage.link.state === 'up';
}

/** What was picked, and works, is what this browser profile uses from now on. */
export function rememberChoice(state: CallsState, kind: EquipmentKind, pieceId: string): Step {
  const chosen = { ...state.chosen, [kind]: pieceId };
  return step({ ...state, chosen }, [{ type: 'keepChoice', kind, pieceId }]);
}

/** Tells the other side what it will see and hear: a track that carries nothing still looks alive to it. */
export function tellSending(mine: MyCall): readonly Effect[] {
  if (!isFlowing(mine)) return [];
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
      return input.isMuted || input.isHeld ? 'muted' : 'on';
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

/** The input of a kind, as the call uses it. */
export function inputOf(mine: MyCall, kind: InputKind): Input {
  return kind === 'audio' ? mine.microphone : mine.camera;
}

/** Which input of the call a track is; undefined if it is none of its any more. */
export function kindOf(mine: MyCall, track: MediaStreamTrack): InputKind | undefined {
  if (isTrack(mine.microphone, track)) return 'audio';
  return isTrack(mine.camera, track) ? 'video' : undefined;
}

function isTrack(input: Input, track: MediaStreamTrack): boolean {
  return input.state === 'open' && input.track === track;
}

function openInput(key: CallId, kind: InputKind): InputEffect {
  return { type: 'openInput', key, kind };
}
