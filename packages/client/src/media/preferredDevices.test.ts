import { expect, test } from 'vitest';
import { fakeMediaDevice } from '../testing/capture.ts';
import { createFakeStorage } from '../testing/storage.ts';
import { noMediaDevices } from './mediaDevices.ts';
import {
  findPreferred,
  readPreferredDevices,
  savePreferredDevice,
  savePreferredLabels,
} from './preferredDevices.ts';

const key = 'ringback.equipment';
const stored = (text: string) => createFakeStorage(new Map([[key, text]]));

test('each preference is stored without changing the others', () => {
  const storage = createFakeStorage();
  expect(readPreferredDevices(storage)).toEqual({});
  savePreferredDevice(storage, 'microphone', { id: 'headset', label: 'Headset' });
  savePreferredDevice(storage, 'speaker', { id: 'loud' });
  savePreferredDevice(storage, 'microphone', { id: 'built-in', label: 'Built-in' });
  expect(readPreferredDevices(storage)).toEqual({
    microphone: { id: 'built-in', label: 'Built-in' },
    speaker: { id: 'loud' },
  });
});

test('ids are written where an earlier version reads them', () => {
  const storage = createFakeStorage();
  savePreferredDevice(storage, 'camera', { id: 'webcam', label: 'Webcam' });
  expect(JSON.parse(storage.get(key) ?? '')).toMatchObject({ camera: 'webcam' });
});

test('what an earlier version wrote gets its label once the device is listed', () => {
  const storage = stored('{"speaker":"id of Loud"}');
  savePreferredLabels(storage, {
    ...noMediaDevices,
    devices: { ...noMediaDevices.devices, speaker: [fakeMediaDevice('Loud')] },
  });
  expect(readPreferredDevices(storage)).toEqual({ speaker: { id: 'id of Loud', label: 'Loud' } });
});

test.each(['{', '7', '{"microphone":7}', '{"camera":""}', JSON.stringify({ speaker: 'x'.repeat(257) })])(
  'ignores unreadable content: %s',
  (text) => {
    expect(readPreferredDevices(stored(text))).toEqual({});
  },
);

test('unreadable labels do not hide the ids', () => {
  expect(readPreferredDevices(stored('{"camera":"webcam","labels":7}'))).toEqual({
    camera: { id: 'webcam' },
  });
});

test('a device is found by its id, or by its label if it has a new one', () => {
  const [one, other] = [fakeMediaDevice('One'), fakeMediaDevice('Other')];
  expect(findPreferred([one, other], { id: other.id, label: one.label })).toBe(other);
  expect(findPreferred([one, other], { id: 'old', label: other.label })).toBe(other);
  expect(findPreferred([one, other], { id: 'old' })).toBeUndefined();
  expect(findPreferred([one, other], undefined)).toBeUndefined();
});
