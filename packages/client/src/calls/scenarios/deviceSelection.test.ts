import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { fakeMediaDevice } from '../../testing/capture.ts';
import { adaToGrace, answeredBy, CallsHarness, graceDevice } from './callsHarness.testing.ts';

const builtIn = fakeMediaDevice('Built-in');
const headset = fakeMediaDevice('Headset', 'headset');
const headphones = fakeMediaDevice('Headphones', 'headset');
const webcam = fakeMediaDevice('Webcam');

/** A voice call of Ada's whose built-in microphone has been open for a while. */
function talking(): { harness: CallsHarness; microphone: FakeTrack } {
  const harness = CallsHarness.inCall();
  harness.listDevices({ microphone: [builtIn], speaker: [fakeMediaDevice('Loud')] }, 'listed');
  harness.current.selectMicrophone?.(builtIn.id);
  const microphone = harness.openInput('audio', builtIn.label);
  harness.advance(5_000);
  harness.clear();
  return { harness, microphone };
}

/** The tracks that were sent last. */
function sent(harness: CallsHarness): unknown {
  return harness.effects.findLast((effect) => effect.type === 'sendTracks')?.tracks;
}

describe('another microphone is selected', () => {
  test('opens the new one, sends it, and only then stops the old one', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
    expect(harness.stopped).toEqual([]);
    const track = harness.openInput('audio', headset.label);
    const order = harness.effects.map(({ type }) => type);
    expect(order.indexOf('sendTracks')).toBeLessThan(order.indexOf('stopTrack'));
    expect(sent(harness)).toMatchObject({ audio: track, video: null });
    expect(harness.stopped).toEqual([microphone]);
    expect(harness.effects).toContainEqual({ type: 'monitorMicrophone', track });
    expect(harness.toasts).toEqual([]);
  });

  test('stays muted if it was muted', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.mute?.();
    harness.current.selectMicrophone?.(headset.id);
    const track = harness.openInput('audio');
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(harness.current.microphone).toEqual({ state: 'off' });
  });

  test('is remembered once it works', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    expect(harness.count('savePreferredDevice')).toBe(0);
    harness.openInput('audio');
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'microphone',
      device: { id: headset.id, label: headset.label },
    });
  });

  test('keeps the old one and shows a toast if the new one does not open', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.failInput('audio', 'notFound');
    expect(harness.current.microphone).toEqual({ state: 'on' });
    expect(harness.current.choices.microphone.currentId).toBe(builtIn.id);
    expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Headset' }]);
    expect(harness.stopped).toEqual([]);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('two selected in a row: closes the first one, which opens late', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset, webcam] });
    harness.current.selectMicrophone?.(headset.id);
    const first = harness.inputRequest('audio');
    harness.current.selectMicrophone?.(webcam.id);
    const late = harness.openInputFor(first);
    expect(harness.stopped).toEqual([late]);
    const track = harness.openInput('audio');
    expect(sent(harness)).toMatchObject({ audio: track, video: null });
    expect(harness.stopped).toEqual([late, microphone]);
  });

  test('selected and changed back: closes the late one', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.current.selectMicrophone?.(builtIn.id);
    const late = harness.openInput('audio');
    expect(harness.stopped).toEqual([late]);
    expect(harness.current.choices.microphone.currentId).toBe(builtIn.id);
  });

  test('the call ends meanwhile: closes the late one', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    const opening = harness.inputRequest('audio');
    harness.current.hangUp?.();
    const late = harness.openInputFor(opening);
    expect(harness.stopped).toEqual([microphone, late]);
  });

  test('ignores a device that is not plugged in', () => {
    const { harness } = talking();
    harness.current.selectMicrophone?.('id of a stranger');
    expect(harness.count('openInput')).toBe(0);
  });
});

describe('a camera is selected', () => {
  test('while the camera is off: remembers it for later', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [builtIn, webcam] });
    harness.current.selectCamera?.(webcam.id);
    expect(harness.count('openInput')).toBe(0);
    expect(harness.current.choices.camera.currentId).toBe(webcam.id);
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'camera',
      device: { id: webcam.id, label: webcam.label },
    });
  });

  test('on a machine that opens one camera at a time: closes the old one first', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [builtIn, webcam] });
    harness.current.turnCameraOn?.();
    const camera = harness.openInput('video', builtIn.label);
    harness.current.selectCamera?.(webcam.id);
    harness.failInput('video', 'inUse');
    expect(harness.stopped).toEqual([camera]);
    harness.openInput('video');
    expect(harness.current.camera).toEqual({ state: 'on' });
  });

  test('on such a machine, and the new one does not open: opens the old one again', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [builtIn, webcam] });
    harness.current.turnCameraOn?.();
    harness.openInput('video', builtIn.label);
    harness.current.selectCamera?.(webcam.id);
    harness.failInput('video', 'inUse');
    harness.failInput('video', 'inUse');
    expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Webcam' }]);
    expect(harness.inputRequest('video').requestedId).toBe(builtIn.id);
    harness.openInput('video', builtIn.label);
    expect(harness.current.camera).toEqual({ state: 'on' });
  });
});

describe('the microphone in use is unplugged', () => {
  test('replaces it with another one, names that one, and leaves no gap for the other side', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    expect(harness.count('sendTracks')).toBe(0);
    expect(harness.current.microphone).toEqual({ state: 'starting' });
    const track = harness.openInput('audio', headset.label);
    expect(sent(harness)).toMatchObject({ audio: track, video: null });
    expect(harness.screen.toasts).toMatchObject([{ kind: 'microphoneChanged', label: 'Headset' }]);
  });

  test('mutes the replacement if it was muted', () => {
    const { harness, microphone } = talking();
    harness.current.mute?.();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'off' });
  });

  test('uses the one that was being selected', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.dispatch({ type: 'inputEnded', track: microphone });
    expect(harness.count('openInput')).toBe(1);
    harness.openInput('audio', headset.label);
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('replaces the replacement if that is unplugged as well', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    harness.dispatch({ type: 'inputEnded', track: harness.openInput('audio') });
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('stops replacing when each replacement ends at once', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    while (harness.current.microphone.state === 'starting') {
      harness.dispatch({ type: 'inputEnded', track: harness.openInput('audio') });
    }
    expect(harness.count('openInput')).toBe(4);
    expect(harness.current.microphone).toEqual({ state: 'none', failure: 'failed' });
  });
});

test('the camera in use is unplugged and is the only one: the call continues without video', () => {
  const { harness } = talking();
  harness.current.turnCameraOn?.();
  const camera = harness.openInput('video');
  harness.advance(5_000);
  harness.dispatch({ type: 'inputEnded', track: camera });
  harness.failInput('video', 'notFound');
  expect(harness.current.camera).toEqual({ state: 'none', failure: 'notFound' });
  expect(harness.screen.toasts).toMatchObject([{ kind: 'cameraLost', failure: 'notFound' }]);
  expect(harness.status).toBe('talking');
});

describe('a device is plugged in', () => {
  test('is offered, and not used by itself', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    expect(harness.current.offer).toMatchObject({ label: 'Headset' });
    expect(harness.count('openInput')).toBe(0);
    harness.current.offer?.use();
    expect(harness.inputRequest('audio').requestedId).toBe(headset.id);
    expect(harness.current.offer).toBeUndefined();
  });

  test('is not offered again after it was dismissed', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.offer?.dismiss();
    harness.listDevices({ microphone: [builtIn, headset] });
    expect(harness.current.offer).toBeUndefined();
    expect(harness.count('openInput')).toBe(0);
  });

  test('a headset is offered as one device with a microphone and a speaker', () => {
    const { harness } = talking();
    const { speaker } = harness.state.mediaDevices.devices;
    harness.listDevices({ microphone: [builtIn, headset], speaker: [...speaker, headphones] });
    harness.current.offer?.use();
    harness.openInput('audio');
    expect(harness.current.speakerId).toBe(headphones.id);
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('a headset is one offer even if its parts appear one after the other', () => {
    const { harness } = talking();
    const { speaker } = harness.state.mediaDevices.devices;
    harness.listDevices({ speaker: [...speaker, headphones] });
    expect(harness.current.offer).toMatchObject({ label: 'Headphones' });
    harness.listDevices({ microphone: [builtIn, headset] });
    expect(harness.current.offer).toMatchObject({ label: 'Headset' });
    harness.current.offer?.use();
    harness.openInput('audio');
    expect(harness.current.speakerId).toBe(headphones.id);
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('replaces an earlier offer that was not answered', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.listDevices({ microphone: [builtIn, headset, webcam] });
    expect(harness.current.offer).toMatchObject({ label: 'Webcam' });
    harness.current.offer?.use();
    expect(harness.inputRequest('audio').requestedId).toBe(webcam.id);
  });

  test('withdraws the offer when it is unplugged', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.listDevices({ microphone: [builtIn] });
    expect(harness.current.offer).toBeUndefined();
  });

  test('a camera is not offered while the camera is off', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [webcam] });
    expect(harness.current.offer).toBeUndefined();
  });

  test('names that become known with permission are not offered', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] }, 'listed');
    expect(harness.current.offer).toBeUndefined();
  });

  test('offers nothing outside of a call', () => {
    const harness = CallsHarness.online();
    harness.listDevices({ microphone: [builtIn] });
    harness.place();
    expect(harness.current.offer).toBeUndefined();
    expect(harness.current.choices.microphone.devices).toEqual([builtIn]);
  });
});

describe('the other side cannot hear this side', () => {
  test('detects silence only once media comes in', () => {
    const harness = CallsHarness.online();
    harness.place();
    const track = harness.openInput('audio');
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(answeredBy(graceDevice)));
    expect(harness.count('monitorMicrophone')).toBe(0);
    harness.linkUp();
    expect(harness.effects.filter(({ type }) => type === 'monitorMicrophone')).toEqual([
      { type: 'monitorMicrophone', track },
    ]);
  });

  test('shows a silent microphone until it gives sound', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'silent' });
    expect(harness.current.microphoneProblem).toBe('silent');
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'sounding' });
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('does not show silence while muted', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'silent' });
    harness.current.mute?.();
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('muted by the operating system: shows it here and tells the other side', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputSystemMuted', track: microphone, isSystemMuted: true });
    expect(harness.current.microphoneProblem).toBe('mutedBySystem');
    expect(harness.effects.findLast(({ type }) => type === 'sendPeerMessage')).toMatchObject({
      callId: adaToGrace().id,
      message: {
        kind: 'sending',
        microphone: 'muted',
        microphoneReason: 'paused',
        camera: 'off',
      },
    });
    harness.dispatch({ type: 'inputSystemMuted', track: microphone, isSystemMuted: false });
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('ignores events of a microphone that was replaced', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.openInput('audio');
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'silent' });
    harness.dispatch({ type: 'inputSystemMuted', track: microphone, isSystemMuted: true });
    harness.dispatch({ type: 'inputEnded', track: microphone });
    expect(harness.current.microphoneProblem).toBeUndefined();
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });
});
