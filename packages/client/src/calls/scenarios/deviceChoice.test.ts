import type { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { fakeMediaDevice } from '../../testing/capture.ts';
import { CallsHarness } from './callsHarness.testing.ts';

const headphones = fakeMediaDevice('Headphones');

/** A call on a machine with one speaker. */
function talking(): CallsHarness {
  const harness = CallsHarness.inCall();
  harness.listDevices({ speaker: [fakeMediaDevice('Loud')] }, 'listed');
  harness.clear();
  return harness;
}

test('the speaker is selected and remembered, and falls back to the default when unplugged', () => {
  const harness = talking();
  const { speaker } = harness.state.mediaDevices.devices;
  harness.listDevices({ speaker: [...speaker, headphones] }, 'listed');
  expect(harness.current.speakerId).toBe('');
  harness.current.selectSpeaker?.(headphones.id);
  expect(harness.current.speakerId).toBe(headphones.id);
  expect(harness.effects).toContainEqual({
    type: 'savePreferredDevice',
    kind: 'speaker',
    device: { id: headphones.id, label: headphones.label },
  });
  harness.listDevices({ speaker });
  expect(harness.current.speakerId).toBe('');
  expect(harness.toasts).toEqual(['speakerLost']);
});

test('the speaker is refused by the browser: the default is used and shown, until devices change or it is selected again', () => {
  const harness = talking();
  const { speaker } = harness.state.mediaDevices.devices;
  const choices = [...speaker, headphones];
  harness.listDevices({ speaker: choices }, 'listed');
  harness.current.selectSpeaker?.(headphones.id);
  harness.current.speakerRefused(headphones.id);
  expect(harness.current).toMatchObject({
    speakerId: '',
    choices: { speaker: { currentId: speaker[0]?.id } },
  });
  expect(harness.screen.toasts).toMatchObject([{ kind: 'deviceNotOpened', label: 'Headphones' }]);
  harness.listDevices({ speaker: choices });
  expect(harness.current.speakerId).toBe(headphones.id);
  harness.current.speakerRefused(headphones.id);
  harness.current.selectSpeaker?.(headphones.id);
  expect(harness.current.speakerId).toBe(headphones.id);
});

test('a refusal that comes late, after another speaker was selected, changes nothing', () => {
  const harness = talking();
  const { speaker } = harness.state.mediaDevices.devices;
  harness.listDevices({ speaker: [...speaker, headphones] }, 'listed');
  harness.current.selectSpeaker?.(headphones.id);
  const { speakerRefused } = harness.current;
  harness.current.selectSpeaker?.(speaker[0]?.id ?? '');
  speakerRefused(headphones.id);
  expect(harness.toasts).toEqual([]);
  expect(harness.current.speakerId).toBe(speaker[0]?.id);
});

test('a speaker cannot be selected where the browser lists none', () => {
  const harness = talking();
  harness.listDevices({ speaker: [] });
  expect(harness.current.selectSpeaker).toBeUndefined();
});

const builtIn = fakeMediaDevice('Built-in');
const headset = fakeMediaDevice('Headset', 'headset');
const webcam = fakeMediaDevice('Webcam');

/** A voice call of Ada's whose built-in microphone has been open for a while. */
function speaking(): { harness: CallsHarness; microphone: FakeTrack } {
  const harness = CallsHarness.inCall();
  harness.listDevices({ microphone: [builtIn] }, 'listed');
  harness.current.selectMicrophone?.(builtIn.id);
  const microphone = harness.openInput('audio', builtIn.label);
  harness.clear();
  return { harness, microphone };
}

/** The tracks that were sent last. */
function sent(harness: CallsHarness): unknown {
  return harness.effects.findLast((effect) => effect.type === 'sendTracks')?.tracks;
}

describe('devices are chosen in the settings', () => {
  test('before any call, the choice is kept for the next one', () => {
    const harness = CallsHarness.online();
    harness.listDevices({ microphone: [builtIn, headset] }, 'listed');
    harness.screen.devices?.select('microphone', headset.id);
    expect(harness.screen.devices?.choices.microphone.currentId).toBe(headset.id);
    expect(harness.effects).toContainEqual({
      type: 'savePreferredDevice',
      kind: 'microphone',
      device: { id: headset.id, label: headset.label },
    });
  });

  test('a device that was unplugged meanwhile is not chosen', () => {
    const harness = CallsHarness.online();
    harness.listDevices({ microphone: [builtIn] }, 'listed');
    harness.screen.devices?.select('microphone', headset.id);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('during a call, the call changes to it', () => {
    const { harness } = speaking();
    harness.listDevices({ microphone: [builtIn, headset] });
    harness.screen.devices?.select('microphone', headset.id);
    const track = harness.openInput('audio', headset.label);
    expect(sent(harness)).toMatchObject({ audio: track, video: null });
  });

  test('an input that was opened elsewhere may have revealed names: the devices are listed again', () => {
    const harness = CallsHarness.online();
    harness.screen.devices?.refresh();
    expect(harness.count('listDevices')).toBe(1);
  });
});

describe('the camera of a phone is flipped', () => {
  const front = { ...fakeMediaDevice('Front'), facing: 'user' } as const;
  const back = { ...fakeMediaDevice('Back'), facing: 'environment' } as const;

  function filming() {
    const { harness } = speaking();
    harness.listDevices({ camera: [front, back] });
    harness.current.turnCameraOn?.();
    const camera = harness.openInput('video', front.label);
    harness.clear();
    return { harness, camera };
  }

  test('the other one is sent, and the next call starts with the first one all the same', () => {
    const { harness, camera } = filming();
    harness.current.flipCamera?.();
    const other = harness.openInput('video', back.label);
    expect(sent(harness)).toMatchObject({ video: other });
    expect(harness.stopped).toEqual([camera]);
    expect(harness.count('savePreferredDevice')).toBe(0);
    harness.current.flipCamera?.();
    expect(harness.inputRequest('video').requestedId).toBe(front.id);
  });

  test('phones open one camera at a time: the first one is closed, and still the preferred one', () => {
    const { harness, camera } = filming();
    harness.current.flipCamera?.();
    harness.failInput('video', 'inUse');
    expect(harness.stopped).toEqual([camera]);
    harness.openInput('video', back.label);
    expect(harness.count('savePreferredDevice')).toBe(0);
  });

  test('webcams, which look where their owner puts them, cannot be flipped', () => {
    const { harness } = speaking();
    harness.listDevices({ camera: [webcam, fakeMediaDevice('Other webcam')] });
    harness.current.turnCameraOn?.();
    harness.openInput('video', webcam.label);
    expect(harness.current.flipCamera).toBeUndefined();
  });

  test('there is no camera to flip while it is off', () => {
    const { harness } = speaking();
    harness.listDevices({ camera: [front, back] });
    expect(harness.current.flipCamera).toBeUndefined();
  });
});
