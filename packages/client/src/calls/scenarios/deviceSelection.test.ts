import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { fakeMediaDevice } from '../../testing/capture.ts';
import { CallsHarness, adaToGrace, answeredBy, graceDevice } from './callsHarness.testing.ts';

const builtIn = fakeMediaDevice('Built-in');
const headset = fakeMediaDevice('Headset', 'headset');
const headphones = fakeMediaDevice('Headphones', 'headset');
const webcam = fakeMediaDevice('Webcam');

/** A voice call of Ada's, with a microphone of the machine's own that has been open for a while. */
function talking(): { harness: CallsHarness; microphone: FakeTrack } {
  const harness = CallsHarness.inCall();
  harness.listDevices({ microphone: [builtIn], speaker: [fakeMediaDevice('Loud')] }, 'listed');
  harness.current.selectMicrophone?.(builtIn.id);
  const microphone = harness.openInput('audio', builtIn.label);
  harness.advance(5_000);
  harness.clear();
  return { harness, microphone };
}

/** What goes over the path now. */
function sent(harness: CallsHarness): unknown {
  return harness.effects.findLast((effect) => effect.type === 'sendTracks')?.tracks;
}

describe('another microphone is picked', () => {
  test('it is opened first, then sent, and only then the old one is stopped', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
    expect(harness.stopped).toEqual([]);
    const track = harness.openInput('audio', headset.label);
    const order = harness.effects.map(({ type }) => type);
    expect(order.indexOf('sendTracks')).toBeLessThan(order.indexOf('stopTrack'));
    expect(sent(harness)).toEqual({ audio: track, video: null });
    expect(harness.stopped).toEqual([microphone]);
    expect(harness.effects).toContainEqual({ type: 'monitorMicrophone', track });
    expect(harness.toasts).toEqual([]);
  });

  test('muted, it stays so', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.mute?.();
    harness.current.selectMicrophone?.(headset.id);
    const track = harness.openInput('audio');
    expect(harness.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(harness.current.microphone).toEqual({ state: 'off' });
  });

  test('it is remembered once it works', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    expect(harness.count('savePreferredDevice')).toBe(0);
    harness.openInput('audio');
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'microphone',
      mediaDeviceId: headset.id,
    });
  });

  test('it does not open: the old one goes on, and it is said', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.failInput('audio', 'inUse');
    expect(harness.current.microphone).toEqual({ state: 'on' });
    expect(harness.current.choices.microphone.currentId).toBe(builtIn.id);
    expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Headset' }]);
    expect(harness.stopped).toEqual([]);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('two are picked in a row: the first one, opening late, is closed at once', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset, webcam] });
    harness.current.selectMicrophone?.(headset.id);
    const first = harness.inputRequest('audio');
    harness.current.selectMicrophone?.(webcam.id);
    const late = harness.openInputFor(first);
    expect(harness.stopped).toEqual([late]);
    const track = harness.openInput('audio');
    expect(sent(harness)).toEqual({ audio: track, video: null });
    expect(harness.stopped).toEqual([late, microphone]);
  });

  test('picked and taken back: the late one is closed at once', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.current.selectMicrophone?.(builtIn.id);
    const late = harness.openInput('audio');
    expect(harness.stopped).toEqual([late]);
    expect(harness.current.choices.microphone.currentId).toBe(builtIn.id);
  });

  test('the call ends meanwhile: the late one is closed at once', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    const opening = harness.inputRequest('audio');
    harness.current.hangUp?.();
    const late = harness.openInputFor(opening);
    expect(harness.stopped).toEqual([microphone, late]);
  });

  test('one that is not there cannot be picked', () => {
    const { harness } = talking();
    harness.current.selectMicrophone?.('id of a stranger');
    expect(harness.count('openInput')).toBe(0);
  });
});

describe('a camera is picked', () => {
  test('while it is off: it stays off, and it is the one that will be turned on', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [builtIn, webcam] });
    harness.current.selectCamera?.(webcam.id);
    expect(harness.count('openInput')).toBe(0);
    expect(harness.current.choices.camera.currentId).toBe(webcam.id);
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'camera',
      mediaDeviceId: webcam.id,
    });
  });

  test('of a machine that opens one at a time: the old one goes first', () => {
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

  test('of such a machine, and even then it does not open: any other will do', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [builtIn, webcam] });
    harness.current.turnCameraOn?.();
    harness.openInput('video', builtIn.label);
    harness.current.selectCamera?.(webcam.id);
    harness.failInput('video', 'inUse');
    harness.failInput('video', 'inUse');
    expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Webcam' }]);
    expect(harness.inputRequest('video').requestedId).toBeUndefined();
    harness.openInput('video');
    expect(harness.current.camera).toEqual({ state: 'on' });
  });
});

describe('the microphone in use is unplugged', () => {
  test('another one takes its place and is named; the other side sees no gap', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    expect(harness.count('sendTracks')).toBe(0);
    expect(harness.current.microphone).toEqual({ state: 'starting' });
    const track = harness.openInput('audio', headset.label);
    expect(sent(harness)).toEqual({ audio: track, video: null });
    expect(harness.screen.toasts).toMatchObject([{ kind: 'microphoneChanged', label: 'Headset' }]);
  });

  test('muted, the other one is muted too', () => {
    const { harness, microphone } = talking();
    harness.current.mute?.();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'off' });
  });

  test('while another one was picked: that one takes its place', () => {
    const { harness, microphone } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.selectMicrophone?.(headset.id);
    harness.dispatch({ type: 'inputEnded', track: microphone });
    expect(harness.count('openInput')).toBe(1);
    harness.openInput('audio', headset.label);
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('its replacement is unplugged along with it: the next one takes its place', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    harness.dispatch({ type: 'inputEnded', track: harness.openInput('audio') });
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('whatever is opened ends at once: that is no circle', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputEnded', track: microphone });
    while (harness.current.microphone.state === 'starting') {
      harness.dispatch({ type: 'inputEnded', track: harness.openInput('audio') });
    }
    expect(harness.count('openInput')).toBe(4);
    expect(harness.current.microphone).toEqual({ state: 'none', failure: 'failed' });
  });
});

test('the camera in use is unplugged, and there is no other: the call goes on without', () => {
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

describe('something is plugged in', () => {
  test('it is offered, not used by itself', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    expect(harness.current.offer).toMatchObject({ label: 'Headset' });
    expect(harness.count('openInput')).toBe(0);
    harness.current.offer?.use();
    expect(harness.inputRequest('audio').requestedId).toBe(headset.id);
    expect(harness.current.offer).toBeUndefined();
  });

  test('it is not wanted: it is not offered again', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.current.offer?.dismiss();
    harness.listDevices({ microphone: [builtIn, headset] });
    expect(harness.current.offer).toBeUndefined();
    expect(harness.count('openInput')).toBe(0);
  });

  test('a headset is one offer of a microphone and a speaker', () => {
    const { harness } = talking();
    const { speaker } = harness.state.mediaDevices.devices;
    harness.listDevices({ microphone: [builtIn, headset], speaker: [...speaker, headphones] });
    harness.current.offer?.use();
    harness.openInput('audio');
    expect(harness.current.speakerId).toBe(headphones.id);
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('its speaker comes first and its microphone a moment later: that is still one offer', () => {
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

  test('something else comes before the first was taken: the newer is offered', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.listDevices({ microphone: [builtIn, headset, webcam] });
    expect(harness.current.offer).toMatchObject({ label: 'Webcam' });
    harness.current.offer?.use();
    expect(harness.inputRequest('audio').requestedId).toBe(webcam.id);
  });

  test('and out again: there is nothing to offer any more', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.listDevices({ microphone: [builtIn] });
    expect(harness.current.offer).toBeUndefined();
  });

  test('a camera, while nobody is filmed: nobody is bothered', () => {
    const { harness } = talking();
    harness.listDevices({ camera: [webcam] });
    expect(harness.current.offer).toBeUndefined();
  });

  test('the names of what was there all along are no news', () => {
    const { harness } = talking();
    harness.listDevices({ microphone: [builtIn, headset] }, 'listed');
    expect(harness.current.offer).toBeUndefined();
  });

  test('outside of a call nobody is asked', () => {
    const harness = CallsHarness.online();
    harness.listDevices({ microphone: [builtIn] });
    harness.place();
    expect(harness.current.offer).toBeUndefined();
    expect(harness.current.choices.microphone.devices).toEqual([builtIn]);
  });
});

describe('the speaker', () => {
  test('is picked, remembered, and falls back where it goes away', () => {
    const { harness } = talking();
    const { speaker } = harness.state.mediaDevices.devices;
    harness.listDevices({ speaker: [...speaker, headphones] }, 'listed');
    expect(harness.current.speakerId).toBe('');
    harness.current.selectSpeaker?.(headphones.id);
    expect(harness.current.speakerId).toBe(headphones.id);
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'speaker',
      mediaDeviceId: headphones.id,
    });
    harness.listDevices({ speaker });
    expect(harness.current.speakerId).toBe('');
    expect(harness.toasts).toEqual(['speakerLost']);
  });

  test('cannot be picked where there is none to choose from', () => {
    const { harness } = talking();
    harness.listDevices({ speaker: [] });
    expect(harness.current.selectSpeaker).toBeUndefined();
  });
});

describe('nobody hears this side', () => {
  test('the microphone is listened to once media comes in, and no earlier', () => {
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

  test('the microphone gives silence, until it gives sound', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'silent' });
    expect(harness.current.microphoneProblem).toBe('silent');
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'sounding' });
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('who mutes needs not be told', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'silenceChanged', track: microphone, verdict: 'silent' });
    harness.current.mute?.();
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('the system mutes: it is said here, and the other side is told', () => {
    const { harness, microphone } = talking();
    harness.dispatch({ type: 'inputSystemMuted', track: microphone, isSystemMuted: true });
    expect(harness.current.microphoneProblem).toBe('mutedBySystem');
    expect(harness.effects).toContainEqual({
      type: 'sendPeerMessage',
      callId: adaToGrace().id,
      message: { kind: 'sending', microphone: 'muted', camera: 'off' },
    });
    harness.dispatch({ type: 'inputSystemMuted', track: microphone, isSystemMuted: false });
    expect(harness.current.microphoneProblem).toBeUndefined();
  });

  test('one that was replaced meanwhile says nothing any more', () => {
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
