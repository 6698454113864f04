import { expect, test } from 'vitest';
import { hear, isVoiceHeard, microphoneProblem, nothingHeard, type MicrophoneWindow } from './soundLevels.ts';

function heard(...windows: readonly MicrophoneWindow[]) {
  return windows.reduce(hear, nothingHeard);
}

function times(count: number, window: MicrophoneWindow): readonly MicrophoneWindow[] {
  return Array.from({ length: count }, () => window);
}

const voice = { db: -28, peak: 0.2, clipped: 0 };
const room = { db: -58, peak: 0.004, clipped: 0 };
const zero = { db: -Infinity, peak: 0, clipped: 0 };
const distorted = { db: -6, peak: 1, clipped: 0.1 };
const crackle = { db: -30, peak: 1, clipped: 0.001 };

test.each([
  ['a voice in a room', [...times(40, room), ...times(12, voice)], undefined],
  ['a voice with a crackle', [...times(12, voice), crackle], undefined],
  ['a room where no one speaks', times(100, room), 'microphoneQuiet'],
  ['digital silence', times(100, zero), 'microphoneSilent'],
  ['a voice at the limit', times(12, distorted), 'microphoneClipping'],
  ['a browser that measures nothing', [], 'microphoneUnmeasured'],
] as const)('%s', (_, windows, problem) => {
  expect(microphoneProblem(heard(...windows))).toBe(problem);
});

test('listening ends after a word, and not after a knock', () => {
  expect(isVoiceHeard(heard(...times(10, voice)))).toBe(true);
  expect(isVoiceHeard(heard(...times(3, voice), ...times(50, room)))).toBe(false);
});
