import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import {
  activeBy,
  adaToGrace,
  answeredBy,
  CallsHarness,
  graceDevice,
  linkId,
} from './callsHarness.testing.ts';

/** A video call of Ada's with its media up and both inputs open. */
function video(): { harness: CallsHarness; microphone: FakeTrack; camera: FakeTrack } {
  const harness = CallsHarness.online();
  harness.place(undefined, 'video');
  const microphone = harness.openInput('audio');
  const camera = harness.openInput('video');
  harness.resolve('call:place', adaToGrace({ media: 'video' }));
  harness.push(adaToGrace({ ...answeredBy(graceDevice), media: 'video' }));
  harness.linkUp();
  harness.resolve('call:linkUp', adaToGrace({ ...activeBy(graceDevice), media: 'video' }));
  harness.clear();
  return { harness, microphone, camera };
}

/** What the other side was last told about the inputs. */
function lastPeerMessage(harness: CallsHarness): unknown {
  return harness.effects
    .flatMap((effect) => (effect.type === 'sendPeerMessage' ? [effect.message] : []))
    .findLast(({ kind }) => kind === 'sending');
}

describe('the microphone', () => {
  test('is muted by sending silence, and the other side is notified', () => {
    const { harness, microphone } = video();
    harness.current.mute?.();
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track: microphone, isEnabled: false });
    expect(harness.current.microphone).toEqual({ state: 'off' });
    expect(harness.current.mute).toBeUndefined();
    expect(lastPeerMessage(harness)).toMatchObject({ kind: 'sending', microphone: 'muted', camera: 'on' });
    harness.current.unmute?.();
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track: microphone, isEnabled: true });
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('opens muted if it was muted before it opened', () => {
    const harness = CallsHarness.online();
    harness.place();
    expect(harness.current.microphone).toEqual({ state: 'starting' });
    harness.current.mute?.();
    const track = harness.openInput('audio');
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(harness.current.microphone).toEqual({ state: 'off' });
  });

  test('is unplugged and is the only one: the call continues, the other side is notified, and it can be retried', () => {
    const { harness, microphone } = video();
    harness.advance(5_000);
    harness.dispatch({ type: 'inputEnded', track: microphone });
    harness.failInput('audio', 'notFound');
    expect(harness.current.microphone).toEqual({ state: 'none', failure: 'notFound' });
    expect(harness.screen.toasts).toMatchObject([{ kind: 'microphoneLost', failure: 'notFound' }]);
    expect(lastPeerMessage(harness)).toMatchObject({ kind: 'sending', microphone: 'none', camera: 'on' });
    harness.current.unmute?.();
    expect(harness.count('openInput')).toBe(2);
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('is sent as soon as it opens if the call is up already', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.linkUp();
    const track = harness.openInput('audio');
    expect(harness.effects.findLast(({ type }) => type === 'sendTracks')).toMatchObject({
      callId: adaToGrace().id,
      tracks: { audio: track, video: null },
    });
  });
});

test('the microphone is there for its level once it is open, muted or not', () => {
  const harness = CallsHarness.online();
  harness.place();
  expect(harness.current.localAudio).toBeNull();
  harness.openInput('audio');
  const stream = harness.current.localAudio;
  expect(stream).not.toBeNull();
  harness.current.mute?.();
  expect(harness.current.localAudio).toBe(stream);
});

describe('the camera', () => {
  test('closes when turned off, so that its light goes out, and opens again when turned on', () => {
    const { harness, microphone, camera } = video();
    harness.current.turnCameraOff?.();
    expect(harness.stopped).toEqual([camera]);
    expect(harness.current).toMatchObject({ camera: { state: 'off' }, localVideo: null });
    expect(lastPeerMessage(harness)).toMatchObject({ kind: 'sending', microphone: 'on', camera: 'off' });
    harness.current.turnCameraOn?.();
    expect(harness.current.camera).toEqual({ state: 'starting' });
    const again = harness.openInput('video');
    expect(harness.current.localVideo).not.toBeNull();
    expect(harness.effects.findLast(({ type }) => type === 'sendTracks')).toMatchObject({
      callId: adaToGrace().id,
      tracks: { audio: microphone, video: again },
    });
  });

  test('fails to open: the call continues without video', () => {
    const harness = CallsHarness.online();
    harness.place(undefined, 'video');
    harness.openInput('audio');
    harness.failInput('video');
    expect(harness.current.camera).toEqual({ state: 'none', failure: 'notAllowed' });
    expect(harness.current.turnCameraOn).toBeDefined();
    expect(harness.status).toBe('calling');
  });

  test('is turned off while it opens: closes the late track', () => {
    const harness = CallsHarness.online();
    harness.place(undefined, 'video');
    harness.current.turnCameraOff?.();
    const track = harness.openInput('video');
    expect(harness.stopped).toEqual([track]);
    expect(harness.current.camera).toEqual({ state: 'off' });
  });

  test('is turned on in a voice call', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    harness.openInput('video');
    expect(harness.current.camera).toEqual({ state: 'on' });
    expect(lastPeerMessage(harness)).toMatchObject({ kind: 'sending', microphone: 'on', camera: 'on' });
  });

  test('opens after the call has ended: closes at once', () => {
    const { harness } = video();
    harness.current.turnCameraOff?.();
    harness.current.turnCameraOn?.();
    harness.current.hangUp?.();
    harness.clear();
    harness.effects.push({ type: 'openInput', key: adaToGrace().id, kind: 'video' });
    const track = harness.openInput('video');
    expect(harness.stopped).toEqual([track]);
  });
});

test('every ending stops both inputs', () => {
  const { harness, microphone, camera } = video();
  harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
  harness.current.hangUp?.();
  expect(new Set(harness.stopped)).toEqual(new Set([microphone, camera]));
});
