import { expect, test } from 'vitest';
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
