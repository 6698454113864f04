import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { fakeMediaDevice } from '../../testing/capture.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { readPersistedCalls, savePersistedCalls } from '../state/callStorage.ts';
import {
  activeBy,
  adaHere,
  adaToGrace,
  answeredBy,
  CallsHarness,
  graceDevice,
  graceToAda,
} from './callsHarness.testing.ts';

const builtIn = fakeMediaDevice('Built-in');
const headset = fakeMediaDevice('Headset');

/** What the other side was told last. */
function told(harness: CallsHarness): unknown {
  return harness.effects.findLast((effect) => effect.type === 'sendPeerMessage')?.message;
}

/** The same call on the page that follows a reload. */
function reloaded({ state }: CallsHarness): CallsHarness {
  const storage = createFakeStorage();
  savePersistedCalls(storage, state);
  const next = CallsHarness.offline(readPersistedCalls(storage, adaHere));
  next.attach([adaToGrace(activeBy(graceDevice))]);
  return next;
}

/** A muted voice call whose only microphone was unplugged. */
function mutedAndUnplugged(): CallsHarness {
  const harness = CallsHarness.inCall();
  harness.listDevices({ microphone: [builtIn] }, 'listed');
  harness.current.selectMicrophone?.(builtIn.id);
  const track = harness.openInput('audio', builtIn.label);
  harness.current.mute?.();
  harness.dispatch({ type: 'inputEnded', track });
  harness.failInput('audio', 'notFound');
  harness.listDevices({ microphone: [] });
  harness.clear();
  return harness;
}

function expectMuted(harness: CallsHarness): void {
  const track = harness.openInput('audio');
  expect(harness.effects).toContainEqual({ type: 'enableTrack', track, isEnabled: false });
  expect(harness.current).toMatchObject({ microphone: { state: 'off' } });
  expect(harness.current.mute).toBeUndefined();
  expect(harness.current.unmute).toBeDefined();
}

describe('the only microphone is unplugged while muted', () => {
  test('and plugged in again: still muted', () => {
    const harness = mutedAndUnplugged();
    harness.listDevices({ microphone: [builtIn] });
    harness.current.offer?.use();
    expectMuted(harness);
    expect(told(harness)).toMatchObject({ kind: 'sending', microphone: 'muted', camera: 'off' });
  });

  test('and another one is selected: still muted', () => {
    const harness = mutedAndUnplugged();
    harness.listDevices({ microphone: [headset] });
    harness.current.selectMicrophone?.(headset.id);
    expectMuted(harness);
  });

  test('and the page is reloaded: still muted', () => {
    expectMuted(reloaded(mutedAndUnplugged()));
  });

  test('and the page is reloaded twice, first without any microphone: still muted', () => {
    const first = reloaded(mutedAndUnplugged());
    first.failInput('audio', 'notFound');
    expectMuted(reloaded(first));
  });

  test('and "Unmute" opens the next one, not muted', () => {
    const harness = mutedAndUnplugged();
    harness.current.unmute?.();
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });
});

test('the camera is taken away and the page is reloaded: the camera is opened again', () => {
  const harness = CallsHarness.inCall();
  harness.current.turnCameraOn?.();
  const track = harness.openInput('video');
  harness.dispatch({ type: 'inputEnded', track });
  harness.failInput('video', 'inUse');
  const next = reloaded(harness);
  next.openInput('video');
  expect(next.current.camera).toEqual({ state: 'on' });
});

test('the camera is turned off and the page is reloaded: it stays off', () => {
  const harness = CallsHarness.inCall();
  harness.current.turnCameraOn?.();
  harness.openInput('video');
  harness.current.turnCameraOff?.();
  expect(reloaded(harness).current.camera).toEqual({ state: 'off' });
});

describe('the system mutes the camera', () => {
  test('both sides know until it gives pictures again', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    const track = harness.openInput('video');
    harness.dispatch({ type: 'inputSystemMuted', track, isSystemMuted: true });
    expect(harness.current).toMatchObject({ isCameraPaused: true, localVideo: null });
    expect(told(harness)).toMatchObject({
      kind: 'sending',
      microphone: 'on',
      camera: 'off',
      cameraReason: 'paused',
    });
    harness.dispatch({ type: 'inputSystemMuted', track, isSystemMuted: false });
    expect(harness.current.isCameraPaused).toBe(false);
    expect(harness.current.localVideo).not.toBeNull();
    expect(told(harness)).toMatchObject({ kind: 'sending', microphone: 'on', camera: 'on' });
  });

  test('of the other side: shown as paused, not as on', () => {
    const harness = CallsHarness.inCall();
    const message = { kind: 'sending', microphone: 'on', camera: 'off', cameraReason: 'paused' } as const;
    harness.sessionEvent({ type: 'message', message });
    expect(harness.current.remoteCamera).toBe('paused');
    harness.sessionEvent({ type: 'message', message: { ...message, camera: 'on' } });
    expect(harness.current.remoteCamera).toBe('on');
  });
});

describe('the microphone does not open yet', () => {
  const starting = {
    kind: 'sending',
    microphone: 'none',
    microphoneReason: 'starting',
    camera: 'off',
  } as const;

  test('because the browser asks after Accept: both sides know until it opens', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda({ phase: 'ringing', ringing: [adaHere] }));
    harness.accept(graceToAda());
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    harness.linkUp();
    harness.dispatch({ type: 'inputPrompted', key: graceToAda().id, kind: 'audio' });
    expect(harness.current.microphone).toEqual({ state: 'starting', isPrompting: true });
    expect(told(harness)).toMatchObject(starting);
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
    expect(told(harness)).toMatchObject({ kind: 'sending', microphone: 'on', camera: 'off' });
  });

  test('after a reload: both sides know', () => {
    const next = reloaded(CallsHarness.inCall());
    next.linkUp();
    expect(next.current.microphone).toEqual({ state: 'starting' });
    expect(told(next)).toMatchObject(starting);
  });

  test('after "Unmute" opened it again: the other side is told', () => {
    const harness = CallsHarness.inCall();
    harness.current.selectMicrophone?.(builtIn.id);
    harness.listDevices({ microphone: [builtIn] }, 'listed');
    harness.current.selectMicrophone?.(builtIn.id);
    harness.dispatch({ type: 'inputEnded', track: harness.openInput('audio') });
    harness.failInput('audio', 'notAllowed');
    harness.current.unmute?.();
    expect(told(harness)).toMatchObject(starting);
  });

  test('of the other side: shown until it is heard', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'message', message: starting });
    expect(harness.current.remoteMicrophone).toBe('starting');
    const on = { kind: 'sending', microphone: 'on', camera: 'off' } as const;
    harness.sessionEvent({ type: 'message', message: on });
    expect(harness.current.remoteMicrophone).toBe('on');
  });

  test('a prompt that is reported after the microphone opened changes nothing', () => {
    const harness = CallsHarness.inCall();
    harness.dispatch({ type: 'inputPrompted', key: adaToGrace().id, kind: 'audio' });
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });
});

describe('a browser that opens one microphone at a time', () => {
  /** In a call with the built-in microphone, after the headset was selected in vain. */
  function switching() {
    const harness = CallsHarness.inCall();
    harness.listDevices({ microphone: [builtIn, headset] }, 'listed');
    harness.current.selectMicrophone?.(builtIn.id);
    const before = harness.openInput('audio', builtIn.label);
    harness.clear();
    harness.current.selectMicrophone?.(headset.id);
    harness.failInput('audio', 'inUse');
    return { harness, before };
  }

  test('closes the old one and opens the new one', () => {
    const { harness, before } = switching();
    expect(harness.stopped).toEqual([before]);
    expect(harness.toasts).toEqual([]);
    const track = harness.openInput('audio', headset.label);
    expect(harness.effects.findLast(({ type }) => type === 'sendTracks')).toMatchObject({
      callId: adaToGrace().id,
      tracks: { audio: track, video: null },
    });
    expect(harness.current.choices.microphone.currentId).toBe(headset.id);
  });

  test('goes back to the old one if the new one fails, and prefers what was preferred', () => {
    const { harness } = switching();
    harness.failInput('audio', 'inUse');
    expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Headset' }]);
    expect(harness.inputRequest('audio').requestedId).toBe(builtIn.id);
    harness.openInput('audio', builtIn.label);
    expect(harness.current.microphone).toEqual({ state: 'on' });
    expect(harness.current.choices.microphone.currentId).toBe(builtIn.id);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('opens any if neither opens, with one toast', () => {
    const { harness } = switching();
    harness.failInput('audio', 'inUse');
    harness.failInput('audio', 'inUse');
    expect(harness.toasts).toEqual(['deviceNotOpened']);
    expect(harness.inputRequest('audio').requestedId).toBeUndefined();
    harness.openInput('audio');
    expect(harness.current.microphone).toEqual({ state: 'on' });
  });

  test('keeps the mute', () => {
    const { harness } = switching();
    harness.current.mute?.();
    harness.failInput('audio', 'inUse');
    expectMuted(harness);
  });

  test('ends the old one when the new one is requested: goes back to the old one as well', () => {
    const harness = CallsHarness.inCall();
    harness.listDevices({ microphone: [builtIn, headset] }, 'listed');
    harness.current.selectMicrophone?.(builtIn.id);
    const before = harness.openInput('audio', builtIn.label);
    harness.current.selectMicrophone?.(headset.id);
    harness.dispatch({ type: 'inputEnded', track: before });
    harness.failInput('audio', 'inUse');
    expect(harness.inputRequest('audio').requestedId).toBe(builtIn.id);
  });
});

test('the picked microphone is in use elsewhere: says so, and uses another one', () => {
  const harness = CallsHarness.online();
  harness.place();
  const { key } = harness.inputRequest('audio');
  const track = new FakeTrack('audio', 'default');
  const result = { ok: true, track, stream: new FakeStream('stream', [track]), label: 'Built-in' } as const;
  const opened = { ...result, insteadOf: 'Headset', isSystemMuted: false };
  harness.dispatch({ type: 'inputOpened', key, kind: 'audio', result: opened });
  expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Headset' }]);
  expect(harness.current.microphone).toEqual({ state: 'on' });
});

test('the chosen speaker has a new id: it is used again, without a message', () => {
  const harness = CallsHarness.inCall();
  const speaker = fakeMediaDevice('Loud');
  harness.listDevices({ speaker: [headset, speaker] }, 'listed');
  harness.current.selectSpeaker?.(speaker.id);
  harness.listDevices({ speaker: [headset, { ...speaker, id: 'new' }] });
  expect(harness.current.speakerId).toBe('new');
  expect(harness.current.choices.speaker.currentId).toBe('new');
  expect(harness.toasts).toEqual([]);
});
