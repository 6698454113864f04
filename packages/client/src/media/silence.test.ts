import { describe, expect, test } from 'vitest';
import { beforeListening, heard, type SilenceWatch } from './silence.ts';

type Peak = number | 'unheard';
const everyMs = 250;

/** What is known after stretches of sound, each so many seconds of one peak. */
function after(...stretches: readonly (readonly [Peak, number])[]): SilenceWatch['verdict'] {
  let watch = beforeListening;
  let at = 0;
  for (const [peak, seconds] of stretches) {
    for (const end = at + seconds * 1_000; at < end; at += everyMs) watch = heard(watch, peak, at);
  }
  return watch.verdict;
}

const nothing = 0;
const dither = 2 ** -17;
const quietRoom = 2 ** -12;
const softVoice = 0.02;

describe('is told', () => {
  test.each([
    ['from the start there is nothing', [[nothing, 4]]],
    ['from the start there is less than half a step of 16 bits', [[dither, 4]]],
    [
      'a headset is muted by its own switch after speaking',
      [
        [softVoice, 20],
        [nothing, 4],
      ],
    ],
    [
      'muted here, unmuted, and still nothing',
      [
        ['unheard', 30],
        [nothing, 4],
      ],
    ],
    [
      'muted here and unmuted after speaking, and then nothing',
      [
        [softVoice, 5],
        ['unheard', 9],
        [nothing, 4],
      ],
    ],
  ] as const)('%s', (_what, stretches) => {
    expect(after(...stretches)).toBe('silent');
  });
});

describe('nobody is accused', () => {
  test.each([
    ['the three seconds are not over', [[nothing, 3]]],
    ['a quiet person in a quiet room, from the start', [[quietRoom, 600]]],
    [
      'a quiet person after having spoken',
      [
        [softVoice, 5],
        [quietRoom, 600],
      ],
    ],
    [
      'noise suppression leaves next to nothing of the room',
      [
        [softVoice, 5],
        [dither, 600],
      ],
    ],
    ['the page may not hear it', [['unheard', 600]]],
    [
      'muted by the person',
      [
        [softVoice, 5],
        ['unheard', 600],
      ],
    ],
    [
      'muted for long, then unmuted for a moment',
      [
        ['unheard', 60],
        [nothing, 2],
      ],
    ],
    [
      'a microphone that cuts its pauses out',
      [
        [softVoice, 2],
        [nothing, 1],
        [softVoice, 2],
        [nothing, 60],
      ],
    ],
  ] as const)('%s', (_what, stretches) => {
    expect(after(...stretches)).not.toBe('silent');
  });
});

test.each([
  [
    'a sound ends it',
    [
      [nothing, 10],
      [softVoice, 0.25],
    ],
    'sounding',
  ],
  [
    'the room itself ends it',
    [
      [nothing, 10],
      [quietRoom, 0.25],
    ],
    'sounding',
  ],
  [
    'muting ends it',
    [
      [nothing, 10],
      ['unheard', 0.25],
    ],
    'unknown',
  ],
  [
    'its switch is flipped back and once more',
    [
      [nothing, 10],
      [softVoice, 5],
      [nothing, 4],
    ],
    'silent',
  ],
] as const)('%s', (_what, stretches, verdict) => {
  expect(after(...stretches)).toBe(verdict);
});
