import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { Desk, activeBy, adaToGrace, answeredBy, graceDevice, linkId } from './callsHarness.testing.ts';

/** A video call of Ada's in which media comes in, with both inputs open. */
function video(): { desk: Desk; microphone: FakeTrack; camera: FakeTrack } {
  const desk = Desk.online();
  desk.place(undefined, 'video');
  const microphone = desk.opens('audio');
  const camera = desk.opens('video');
  desk.ok('call:place', adaToGrace({ media: 'video' }));
  desk.push(adaToGrace({ ...answeredBy(graceDevice), media: 'video' }));
  desk.linkUp();
  desk.ok('call:linkUp', adaToGrace({ ...activeBy(graceDevice), media: 'video' }));
  desk.clear();
  return { desk, microphone, camera };
}

function told(desk: Desk): unknown {
  return desk.effects.findLast((effect) => effect.type === 'tell')?.message;
}

describe('the microphone', () => {
  test('is muted by sending silence, and the other side is told', () => {
    const { desk, microphone } = video();
    desk.current.mute?.();
    expect(desk.effects).toContainEqual({ type: 'enableTrack', track: microphone, isEnabled: false });
    expect(desk.current.microphone).toEqual({ state: 'off' });
    expect(desk.current.mute).toBeUndefined();
    expect(told(desk)).toEqual({ kind: 'sending', microphone: 'muted', camera: 'on' });
    desk.current.unmute?.();
    expect(desk.effects).toContainEqual({ type: 'enableTrack', track: microphone, isEnabled: true });
    expect(desk.current.microphone).toEqual({ state: 'on' });
  });

  test('is muted before it is open: it opens muted', () => {
    const desk = Desk.online();
    desk.place();
    expect(desk.current.microphone).toEqual({ state: 'starting' });
    desk.current.mute?.();
    const track = desk.opens('audio');
    expect(desk.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(desk.current.microphone).toEqual({ state: 'off' });
  });

  test('is unplugged, and there is no other: the call goes on, both sides know, and it can be tried again', () => {
    const { desk, microphone } = video();
    desk.pass(5_000);
    desk.happens({ type: 'inputEnded', track: microphone });
    desk.refuses('audio', 'notFound');
    expect(desk.current.microphone).toEqual({ state: 'none', failure: 'notFound' });
    expect(desk.screen.remarks).toMatchObject([{ kind: 'microphoneLost', failure: 'notFound' }]);
    expect(told(desk)).toEqual({ kind: 'sending', microphone: 'none', camera: 'on' });
    desk.current.unmute?.();
    expect(desk.count('openInput')).toBe(2);
    desk.opens('audio');
    expect(desk.current.microphone).toEqual({ state: 'on' });
  });

  test('opens only after the call is up: it is sent from then on', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(answeredBy(graceDevice)));
    desk.linkUp();
    const track = desk.opens('audio');
    expect(desk.effects).toContainEqual({
      type: 'send',
      callId: adaToGrace().id,
      tracks: { audio: track, video: null },
    });
  });
});

describe('the camera', () => {
  test('is closed when turned off, so that its light goes out, and opened anew when turned on', () => {
    const { desk, microphone, camera } = video();
    desk.current.turnCameraOff?.();
    expect(desk.stopped).toEqual([camera]);
    expect(desk.current).toMatchObject({ camera: { state: 'off' }, myVideo: null });
    expect(told(desk)).toEqual({ kind: 'sending', microphone: 'on', camera: 'off' });
    desk.current.turnCameraOn?.();
    expect(desk.current.camera).toEqual({ state: 'starting' });
    const again = desk.opens('video');
    expect(desk.current.myVideo).not.toBeNull();
    expect(desk.effects).toContainEqual({
      type: 'send',
      callId: adaToGrace().id,
      tracks: { audio: microphone, video: again },
    });
  });

  test('there is none: the call goes on without', () => {
    const desk = Desk.online();
    desk.place(undefined, 'video');
    desk.opens('audio');
    desk.refuses('video');
    expect(desk.current.camera).toEqual({ state: 'none', failure: 'notAllowed' });
    expect(desk.current.turnCameraOn).toBeDefined();
    expect(desk.status).toBe('calling');
  });

  test('is turned off while it opens: the late track is closed at once', () => {
    const desk = Desk.online();
    desk.place(undefined, 'video');
    desk.current.turnCameraOff?.();
    const track = desk.opens('video');
    expect(desk.stopped).toEqual([track]);
    expect(desk.current.camera).toEqual({ state: 'off' });
  });

  test('is turned on in a voice call', () => {
    const desk = Desk.talking();
    desk.current.turnCameraOn?.();
    desk.opens('video');
    expect(desk.current.camera).toEqual({ state: 'on' });
    expect(told(desk)).toEqual({ kind: 'sending', microphone: 'on', camera: 'on' });
  });

  test('opens after the call has ended: it is closed at once', () => {
    const { desk } = video();
    desk.current.turnCameraOff?.();
    desk.current.turnCameraOn?.();
    desk.current.hangUp?.();
    desk.clear();
    desk.effects.push({ type: 'openInput', key: adaToGrace().id, kind: 'video' });
    const track = desk.opens('video');
    expect(desk.stopped).toEqual([track]);
  });
});

test('every ending lets go of both inputs', () => {
  const { desk, microphone, camera } = video();
  desk.path({ type: 'down', linkId: linkId('11'), cause: 'silent' });
  desk.current.hangUp?.();
  expect(new Set(desk.stopped)).toEqual(new Set([microphone, camera]));
});
