import { expect, test } from 'vitest';
import { createFakeStorage } from '../testing/storage.ts';
import { readPreferredDevices, savePreferredDevice } from './preferredDevices.ts';

test('each preference is stored without changing the others', () => {
  const storage = createFakeStorage();
  expect(readPreferredDevices(storage)).toEqual({});
  savePreferredDevice(storage, 'microphone', 'headset');
  savePreferredDevice(storage, 'speaker', 'loud');
  savePreferredDevice(storage, 'microphone', 'built-in');
  expect(readPreferredDevices(storage)).toEqual({ microphone: 'built-in', speaker: 'loud' });
});

test.each(['{', '7', '{"microphone":7}', '{"camera":""}', JSON.stringify({ speaker: 'x'.repeat(257) })])(
  'ignores unreadable content: %s',
  (text) => {
    expect(readPreferredDevices(createFakeStorage(new Map([['ringback.equipment', text]])))).toEqual({});
  },
);
