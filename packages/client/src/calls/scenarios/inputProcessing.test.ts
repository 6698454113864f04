import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import type { ProcessingChoice, ProcessingProblem } from '../../media/processing/processing.ts';
import { fakeMediaDevice } from '../../testing/capture.ts';
import { CallsHarness } from './callsHarness.testing.ts';

const plain: ProcessingChoice = { noiseSuppression: 'browser', backgroundBlur: 'off' };

/** A voice call of Ada's whose microphone is open, with what she chose before it. */
function talking(choice: Partial<ProcessingChoice> = {}): { harness: CallsHarness; microphone: FakeTrack } {
  const harness = CallsHarness.inCall();
  const builtIn = fakeMediaDevice('Built-in');
  harness.listDevices({ microphone: [builtIn] }, 'listed');
  choose(harness, choice);
  harness.current.selectMicrophone?.(builtIn.id);
  const microphone = harness.openInput('audio', builtIn.label);
  return { harness, microphone };
}

function choose(harness: CallsHarness, choice: Partial<ProcessingChoice>): void {
  harness.clear();
  harness.dispatch({ type: 'processingChosen', processing: { ...plain, ...choice } });
}

/** The processing of an input runs, and has made another track of it. */
function run(harness: CallsHarness, input: FakeTrack): FakeTrack {
  const track = new FakeTrack(input.kind, `processed ${input.id}`);
  const outcome = { state: 'running', track, stream: new FakeStream('processed', [track]) } as const;
  harness.dispatch({ type: 'inputProcessed', track: input, outcome });
  return track;
}

function fail(harness: CallsHarness, track: FakeTrack, problem: ProcessingProblem): void {
  harness.dispatch({ type: 'inputProcessed', track, outcome: { state: 'failed', problem } });
}

/** Presses "Try again" beside the background that is not blurred. */
function tryAgain(harness: CallsHarness): void {
  const { video } = harness.current.processing;
  if (video.state !== 'failed' || video.tryAgain === undefined) throw new Error('There is nothing to retry.');
  video.tryAgain();
}

/** The tracks that were sent last. */
function sent(harness: CallsHarness) {
  return harness.effects.findLast((effect) => effect.type === 'sendTracks')?.tracks;
}

/** What the other side was told last about the inputs. */
function told(harness: CallsHarness) {
  return harness.effects
    .flatMap((effect) => (effect.type === 'sendPeerMessage' ? [effect.message] : []))
    .findLast(({ kind }) => kind === 'sending');
}

function turnCameraOn(harness: CallsHarness): FakeTrack {
  harness.current.turnCameraOn?.();
  return harness.openInput('video');
}

describe('strong noise suppression', () => {
  test('the voice is sent at once, and without noise as soon as that runs', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    expect(sent(harness)?.audio).toBe(microphone);
    const processed = run(harness, microphone);
    expect(sent(harness)?.audio).toBe(processed);
  });

  test('is chosen in the call: the same', () => {
    const { harness, microphone } = talking();
    choose(harness, { noiseSuppression: 'strong' });
    expect(harness.effects).toEqual([
      { type: 'processInput', track: microphone, processing: { kind: 'noise' } },
    ]);
    const processed = run(harness, microphone);
    expect(sent(harness)?.audio).toBe(processed);
  });

  test('muting silences the microphone itself, and silence is looked for there', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    run(harness, microphone);
    expect(harness.effects.findLast(({ type }) => type === 'monitorMicrophone')).toEqual({
      type: 'monitorMicrophone',
      track: microphone,
    });
    harness.current.mute?.();
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track: microphone, isEnabled: false });
  });

  test('the system interrupts it: the voice is sent as it is, until it runs again', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    run(harness, microphone);
    harness.dispatch({ type: 'inputProcessed', track: microphone, outcome: { state: 'interrupted' } });
    expect(sent(harness)?.audio).toBe(microphone);
    expect(sent(harness)?.audio).not.toBe(run(harness, microphone));
    expect(harness.toasts).toEqual([]);
  });

  test('does not load: the voice is sent as it is, and a toast says so', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    fail(harness, microphone, 'notLoaded');
    expect(sent(harness)?.audio).toBe(microphone);
    expect(harness.toasts).toEqual(['processingFailed']);
    expect(harness.current.processing.audio).toMatchObject({ state: 'failed', problem: 'notLoaded' });
  });

  test('another microphone is chosen: it is processed as well, and late news of the old one change nothing', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    run(harness, microphone);
    harness.listDevices({ microphone: [fakeMediaDevice('Built-in'), fakeMediaDevice('Headset')] });
    harness.current.selectMicrophone?.('id of Headset');
    const headset = harness.openInput('audio', 'Headset');
    expect(harness.effects).toContainEqual({
      type: 'processInput',
      track: headset,
      processing: { kind: 'noise' },
    });
    fail(harness, microphone, 'failed');
    expect(harness.toasts).not.toContain('processingFailed');
    expect(sent(harness)?.audio).toBe(headset);
  });

  test('is turned off: the voice is sent as it is', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    run(harness, microphone);
    choose(harness, { noiseSuppression: 'browser' });
    expect(sent(harness)?.audio).toBe(microphone);
    expect(harness.effects).toContainEqual({ type: 'processInput', track: microphone });
  });

  test('the microphone is unplugged: the next one is processed', () => {
    const { harness, microphone } = talking({ noiseSuppression: 'strong' });
    run(harness, microphone);
    harness.dispatch({ type: 'inputEnded', track: microphone });
    const next = harness.openInput('audio');
    expect(harness.effects).toContainEqual({
      type: 'processInput',
      track: next,
      processing: { kind: 'noise' },
    });
  });
});

describe('the browser’s own noise suppression is turned off or on', () => {
  test('in a call, the microphone is opened again, and stays the preferred one or not', () => {
    const { harness, microphone } = talking();
    choose(harness, { noiseSuppression: 'off' });
    expect(harness.inputRequest('audio').requestedId).toBe('id of Built-in');
    harness.clear();
    const again = harness.openInputFor({
      type: 'openInput',
      key: harness.current.id,
      kind: 'audio',
      requestedId: 'id of Built-in',
    });
    expect(sent(harness)?.audio).toBe(again);
    expect(harness.stopped).toEqual([microphone]);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('before a call, nothing happens yet', () => {
    const harness = CallsHarness.online();
    choose(harness, { noiseSuppression: 'off' });
    expect(harness.effects).toEqual([]);
  });
});

describe('a blurred background', () => {
  test('no picture leaves before it is blurred', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    expect(sent(harness)?.video).toBeNull();
    expect(told(harness)).toMatchObject({ camera: 'off' });
    const blurred = run(harness, camera);
    expect(sent(harness)?.video).toBe(blurred);
    expect(told(harness)).toMatchObject({ camera: 'on' });
    expect(harness.current.localVideo?.getVideoTracks()).toEqual([blurred]);
  });

  test('is chosen while the camera is on: the picture goes on until it is blurred', () => {
    const { harness } = talking();
    const camera = turnCameraOn(harness);
    choose(harness, { backgroundBlur: 'strong' });
    expect(harness.count('sendTracks')).toBe(0);
    const blurred = run(harness, camera);
    expect(sent(harness)?.video).toBe(blurred);
  });

  test('changes its strength without a new picture', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    run(harness, camera);
    choose(harness, { backgroundBlur: 'strong' });
    expect(harness.effects).toEqual([
      { type: 'processInput', track: camera, processing: { kind: 'blur', strength: 'strong' } },
    ]);
  });

  test('the browser blurs by itself: the camera’s own track is sent', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    const outcome = { state: 'running', track: null, stream: new FakeStream('camera', [camera]) } as const;
    harness.dispatch({ type: 'inputProcessed', track: camera, outcome });
    expect(sent(harness)?.video).toBe(camera);
  });

  test('this device is too slow: the picture is sent as it is, and a toast says so', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    fail(harness, camera, 'tooSlow');
    expect(sent(harness)?.video).toBe(camera);
    expect(harness.toasts).toEqual(['processingFailed']);
  });

  test('failed, and is chosen again: it starts over', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    fail(harness, camera, 'failed');
    choose(harness, { backgroundBlur: 'strong' });
    expect(harness.effects).toContainEqual({
      type: 'processInput',
      track: camera,
      processing: { kind: 'blur', strength: 'strong' },
    });
    expect(harness.current.processing.video).toEqual({ state: 'starting' });
  });

  test('this device was too slow, and it is tried again: the picture goes on until it is blurred', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    fail(harness, camera, 'tooSlow');
    harness.clear();
    tryAgain(harness);
    expect(harness.effects).toEqual([
      { type: 'processInput', track: camera, processing: { kind: 'blur', strength: 'light' } },
    ]);
    expect(harness.current.processing.video).toEqual({ state: 'starting' });
    const blurred = run(harness, camera);
    expect(sent(harness)?.video).toBe(blurred);
  });

  test('a browser that cannot blur at all offers no other attempt', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    fail(harness, turnCameraOn(harness), 'unsupported');
    expect(harness.current.processing.video).toEqual({ state: 'failed', problem: 'unsupported' });
  });

  test('the system pauses the camera: the other side sees no picture, blurred or not', () => {
    const { harness } = talking({ backgroundBlur: 'light' });
    const camera = turnCameraOn(harness);
    run(harness, camera);
    harness.dispatch({ type: 'inputSystemMuted', track: camera, isSystemMuted: true });
    expect(told(harness)).toMatchObject({ camera: 'off', cameraReason: 'paused' });
    expect(harness.current.localVideo).toBeNull();
  });
});

test('what was chosen outlasts a sign-out: it belongs to the device', () => {
  const harness = CallsHarness.online();
  choose(harness, { backgroundBlur: 'strong' });
  harness.dispatch({ type: 'signedOut' });
  expect(harness.state.processing.backgroundBlur).toBe('strong');
});
