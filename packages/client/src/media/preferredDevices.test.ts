import { expect, test } from 'vitest';
import { createFakeStorage } from '../testing/storage.ts';
import { keepChosen, readChosen } from './preferredDevices.ts';

test('each choice is remembered beside the others', () => {
  const storage = createFakeStorage();
  expect(readChosen(storage)).toEqual({});
  keepChosen(storage, 'microphone', 'headset');
  keepChosen(storage, 'speaker', 'loud');
  keepChosen(storage, 'microphone', 'built-in');
  expect(readChosen(storage)).toEqual({ microphone: 'built-in', speaker: 'loud' });
});

test.each(['{', '7', '{"microphone":7}', '{"camera":""}', JSON.stringify({ speaker: 'x'.repeat(257) })])(
  'what somebody else wrote there is no choice: %s',
  (text) => {
    expect(readChosen(createFakeStorage(new Map([['ringback.equipment', text]])))).toEqual({});
  },
);
