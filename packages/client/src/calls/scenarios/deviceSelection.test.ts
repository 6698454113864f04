import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { fakePiece } from '../../testing/capture.ts';
import { Desk, adaToGrace, answeredBy, graceDevice } from './callsHarness.testing.ts';

const builtIn = fakePiece('Built-in');
const headset = fakePiece('Headset', 'headset');
const headphones = fakePiece('Headphones', 'headset');
const webcam = fakePiece('Webcam');

/** A voice call of Ada's, with a microphone of the machine's own that has been open for a while. */
function talking(): { desk: Desk; microphone: FakeTrack } {
  const desk = Desk.talking();
  desk.sees({ microphone: [builtIn], speaker: [fakePiece('Loud')] }, 'looked');
  desk.current.pickMicrophone?.(builtIn.id);
  const microphone = desk.opens('audio', builtIn.label);
  desk.pass(5_000);
  desk.clear();
  return { desk, microphone };
}

/** What goes over the path now. */
function sent(desk: Desk): unknown {
  return desk.effects.findLast((effect) => effect.type === 'send')?.tracks;
}

describe('another microphone is picked', () => {
  test('it is opened first, then sent, and only then the old one is stopped', () => {
    const { desk, microphone } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    expect(desk.current.choices.microphone.currentId).toBe(headset.id);
    expect(desk.stopped).toEqual([]);
    const track = desk.opens('audio', headset.label);
    const order = desk.effects.map(({ type }) => type);
    expect(order.indexOf('send')).toBeLessThan(order.indexOf('stopTrack'));
    expect(sent(desk)).toEqual({ audio: track, video: null });
    expect(desk.stopped).toEqual([microphone]);
    expect(desk.effects).toContainEqual({ type: 'listen', track });
    expect(desk.remarks).toEqual([]);
  });

  test('muted, it stays so', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.mute?.();
    desk.current.pickMicrophone?.(headset.id);
    const track = desk.opens('audio');
    expect(desk.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(desk.current.microphone).toEqual({ state: 'off' });
  });

  test('it is remembered once it works', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    expect(desk.count('keepChoice')).toBe(0);
    desk.opens('audio');
    expect(desk.effects).toContainEqual({ type: 'keepChoice', kind: 'microphone', pieceId: headset.id });
  });

  test('it does not open: the old one goes on, and it is said', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    desk.refuses('audio', 'inUse');
    expect(desk.current.microphone).toEqual({ state: 'on' });
    expect(desk.current.choices.microphone.currentId).toBe(builtIn.id);
    expect(desk.screen.remarks).toMatchObject([{ kind: 'pieceNotOpened', label: 'Headset' }]);
    expect(desk.stopped).toEqual([]);
    expect(desk.count('keepChoice')).toBe(0);
  });

  test('two are picked in a row: the first one, opening late, is closed at once', () => {
    const { desk, microphone } = talking();
    desk.sees({ microphone: [builtIn, headset, webcam] });
    desk.current.pickMicrophone?.(headset.id);
    const first = desk.opening('audio');
    desk.current.pickMicrophone?.(webcam.id);
    const late = desk.opensFor(first);
    expect(desk.stopped).toEqual([late]);
    const track = desk.opens('audio');
    expect(sent(desk)).toEqual({ audio: track, video: null });
    expect(desk.stopped).toEqual([late, microphone]);
  });

  test('picked and taken back: the late one is closed at once', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    desk.current.pickMicrophone?.(builtIn.id);
    const late = desk.opens('audio');
    expect(desk.stopped).toEqual([late]);
    expect(desk.current.choices.microphone.currentId).toBe(builtIn.id);
  });

  test('the call ends meanwhile: the late one is closed at once', () => {
    const { desk, microphone } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    const opening = desk.opening('audio');
    desk.current.hangUp?.();
    const late = desk.opensFor(opening);
    expect(desk.stopped).toEqual([microphone, late]);
  });

  test('one that is not there cannot be picked', () => {
    const { desk } = talking();
    desk.current.pickMicrophone?.('id of a stranger');
    expect(desk.count('openInput')).toBe(0);
  });
});

describe('a camera is picked', () => {
  test('while it is off: it stays off, and it is the one that will be turned on', () => {
    const { desk } = talking();
    desk.sees({ camera: [builtIn, webcam] });
    desk.current.pickCamera?.(webcam.id);
    expect(desk.count('openInput')).toBe(0);
    expect(desk.current.choices.camera.currentId).toBe(webcam.id);
    expect(desk.effects).toContainEqual({ type: 'keepChoice', kind: 'camera', pieceId: webcam.id });
  });

  test('of a machine that opens one at a time: the old one goes first', () => {
    const { desk } = talking();
    desk.sees({ camera: [builtIn, webcam] });
    desk.current.turnCameraOn?.();
    const camera = desk.opens('video', builtIn.label);
    desk.current.pickCamera?.(webcam.id);
    desk.refuses('video', 'inUse');
    expect(desk.stopped).toEqual([camera]);
    desk.opens('video');
    expect(desk.current.camera).toEqual({ state: 'on' });
  });

  test('of such a machine, and even then it does not open: any other will do', () => {
    const { desk } = talking();
    desk.sees({ camera: [builtIn, webcam] });
    desk.current.turnCameraOn?.();
    desk.opens('video', builtIn.label);
    desk.current.pickCamera?.(webcam.id);
    desk.refuses('video', 'inUse');
    desk.refuses('video', 'inUse');
    expect(desk.screen.remarks).toMatchObject([{ kind: 'pieceNotOpened', label: 'Webcam' }]);
    expect(desk.opening('video').wanted).toBeUndefined();
    desk.opens('video');
    expect(desk.current.camera).toEqual({ state: 'on' });
  });
});

describe('the microphone in use is unplugged', () => {
  test('another one takes its place and is named; the other side sees no gap', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'inputEnded', track: microphone });
    expect(desk.count('send')).toBe(0);
    expect(desk.current.microphone).toEqual({ state: 'starting' });
    const track = desk.opens('audio', headset.label);
    expect(sent(desk)).toEqual({ audio: track, video: null });
    expect(desk.screen.remarks).toMatchObject([{ kind: 'microphoneChanged', label: 'Headset' }]);
  });

  test('muted, the other one is muted too', () => {
    const { desk, microphone } = talking();
    desk.current.mute?.();
    desk.happens({ type: 'inputEnded', track: microphone });
    desk.opens('audio');
    expect(desk.current.microphone).toEqual({ state: 'off' });
  });

  test('while another one was picked: that one takes its place', () => {
    const { desk, microphone } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    desk.happens({ type: 'inputEnded', track: microphone });
    expect(desk.count('openInput')).toBe(1);
    desk.opens('audio', headset.label);
    expect(desk.current.microphone).toEqual({ state: 'on' });
  });

  test('its replacement is unplugged along with it: the next one takes its place', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'inputEnded', track: microphone });
    desk.happens({ type: 'inputEnded', track: desk.opens('audio') });
    desk.opens('audio');
    expect(desk.current.microphone).toEqual({ state: 'on' });
  });

  test('whatever is opened ends at once: that is no circle', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'inputEnded', track: microphone });
    while (desk.current.microphone.state === 'starting') {
      desk.happens({ type: 'inputEnded', track: desk.opens('audio') });
    }
    expect(desk.count('openInput')).toBe(4);
    expect(desk.current.microphone).toEqual({ state: 'none', failure: 'failed' });
  });
});

test('the camera in use is unplugged, and there is no other: the call goes on without', () => {
  const { desk } = talking();
  desk.current.turnCameraOn?.();
  const camera = desk.opens('video');
  desk.pass(5_000);
  desk.happens({ type: 'inputEnded', track: camera });
  desk.refuses('video', 'notFound');
  expect(desk.current.camera).toEqual({ state: 'none', failure: 'notFound' });
  expect(desk.screen.remarks).toMatchObject([{ kind: 'cameraLost', failure: 'notFound' }]);
  expect(desk.status).toBe('talking');
});

describe('something is plugged in', () => {
  test('it is offered, not used by itself', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    expect(desk.current.offer).toMatchObject({ label: 'Headset' });
    expect(desk.count('openInput')).toBe(0);
    desk.current.offer?.use();
    expect(desk.opening('audio').wanted).toBe(headset.id);
    expect(desk.current.offer).toBeUndefined();
  });

  test('it is not wanted: it is not offered again', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.offer?.dismiss();
    desk.sees({ microphone: [builtIn, headset] });
    expect(desk.current.offer).toBeUndefined();
    expect(desk.count('openInput')).toBe(0);
  });

  test('a headset is one offer of a microphone and a speaker', () => {
    const { desk } = talking();
    const { speaker } = desk.state.equipment.pieces;
    desk.sees({ microphone: [builtIn, headset], speaker: [...speaker, headphones] });
    desk.current.offer?.use();
    desk.opens('audio');
    expect(desk.current.speakerId).toBe(headphones.id);
    expect(desk.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('its speaker comes first and its microphone a moment later: that is still one offer', () => {
    const { desk } = talking();
    const { speaker } = desk.state.equipment.pieces;
    desk.sees({ speaker: [...speaker, headphones] });
    expect(desk.current.offer).toMatchObject({ label: 'Headphones' });
    desk.sees({ microphone: [builtIn, headset] });
    expect(desk.current.offer).toMatchObject({ label: 'Headset' });
    desk.current.offer?.use();
    desk.opens('audio');
    expect(desk.current.speakerId).toBe(headphones.id);
    expect(desk.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('something else comes before the first was taken: the newer is offered', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.sees({ microphone: [builtIn, headset, webcam] });
    expect(desk.current.offer).toMatchObject({ label: 'Webcam' });
    desk.current.offer?.use();
    expect(desk.opening('audio').wanted).toBe(webcam.id);
  });

  test('and out again: there is nothing to offer any more', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.sees({ microphone: [builtIn] });
    expect(desk.current.offer).toBeUndefined();
  });

  test('a camera, while nobody is filmed: nobody is bothered', () => {
    const { desk } = talking();
    desk.sees({ camera: [webcam] });
    expect(desk.current.offer).toBeUndefined();
  });

  test('the names of what was there all along are no news', () => {
    const { desk } = talking();
    desk.sees({ microphone: [builtIn, headset] }, 'looked');
    expect(desk.current.offer).toBeUndefined();
  });

  test('outside of a call nobody is asked', () => {
    const desk = Desk.online();
    desk.sees({ microphone: [builtIn] });
    desk.place();
    expect(desk.current.offer).toBeUndefined();
    expect(desk.current.choices.microphone.pieces).toEqual([builtIn]);
  });
});

describe('the speaker', () => {
  test('is picked, remembered, and falls back where it goes away', () => {
    const { desk } = talking();
    const { speaker } = desk.state.equipment.pieces;
    desk.sees({ speaker: [...speaker, headphones] }, 'looked');
    expect(desk.current.speakerId).toBe('');
    desk.current.pickSpeaker?.(headphones.id);
    expect(desk.current.speakerId).toBe(headphones.id);
    expect(desk.effects).toContainEqual({ type: 'keepChoice', kind: 'speaker', pieceId: headphones.id });
    desk.sees({ speaker });
    expect(desk.current.speakerId).toBe('');
    expect(desk.remarks).toEqual(['speakerLost']);
  });

  test('cannot be picked where there is none to choose from', () => {
    const { desk } = talking();
    desk.sees({ speaker: [] });
    expect(desk.current.pickSpeaker).toBeUndefined();
  });
});

describe('nobody hears this side', () => {
  test('the microphone is listened to once media comes in, and no earlier', () => {
    const desk = Desk.online();
    desk.place();
    const track = desk.opens('audio');
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(answeredBy(graceDevice)));
    expect(desk.count('listen')).toBe(0);
    desk.linkUp();
    expect(desk.effects.filter(({ type }) => type === 'listen')).toEqual([{ type: 'listen', track }]);
  });

  test('the microphone gives silence, until it gives sound', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'microphoneHeard', track: microphone, verdict: 'silent' });
    expect(desk.current.microphoneTrouble).toBe('silent');
    desk.happens({ type: 'microphoneHeard', track: microphone, verdict: 'sounding' });
    expect(desk.current.microphoneTrouble).toBeUndefined();
  });

  test('who mutes needs not be told', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'microphoneHeard', track: microphone, verdict: 'silent' });
    desk.current.mute?.();
    expect(desk.current.microphoneTrouble).toBeUndefined();
  });

  test('the system mutes: it is said here, and the other side is told', () => {
    const { desk, microphone } = talking();
    desk.happens({ type: 'inputHeld', track: microphone, isHeld: true });
    expect(desk.current.microphoneTrouble).toBe('mutedBySystem');
    expect(desk.effects).toContainEqual({
      type: 'tell',
      callId: adaToGrace().id,
      message: { kind: 'sending', microphone: 'muted', camera: 'off' },
    });
    desk.happens({ type: 'inputHeld', track: microphone, isHeld: false });
    expect(desk.current.microphoneTrouble).toBeUndefined();
  });

  test('one that was replaced meanwhile says nothing any more', () => {
    const { desk, microphone } = talking();
    desk.sees({ microphone: [builtIn, headset] });
    desk.current.pickMicrophone?.(headset.id);
    desk.opens('audio');
    desk.happens({ type: 'microphoneHeard', track: microphone, verdict: 'silent' });
    desk.happens({ type: 'inputHeld', track: microphone, isHeld: true });
    desk.happens({ type: 'inputEnded', track: microphone });
    expect(desk.current.microphoneTrouble).toBeUndefined();
    expect(desk.current.microphone).toEqual({ state: 'on' });
  });
});
