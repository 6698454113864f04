import { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { FakeCapture } from '../testing/capture.ts';
import { SilenceDetector, type SilenceState, initialSilence, observePeak } from './silenceDetector.ts';

type Peak = number | 'unheard';
const everyMs = 250;

/** What is known after stretches of sound, each so many seconds of one peak. */
function after(...stretches: readonly (readonly [Peak, number])[]): SilenceState['verdict'] {
  let watch = initialSilence;
  let at = 0;
  for (const [peak, seconds] of stretches) {
    for (const end = at + seconds * 1_000; at < end; at += everyMs) watch = observePeak(watch, peak, at);
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

/** A listener to one microphone, whose verdicts are kept. */
function listening() {
  const capture = new FakeCapture();
  const track = new FakeTrack('audio', 'microphone');
  const verdicts: string[] = [];
  let now = 0;
  const listener = new SilenceDetector(
    capture.listen,
    () => now,
    (_track, verdict) => verdicts.push(verdict),
  );
  listener.analyzeTrack(track);
  const gives = (peak: number | 'unheard', seconds: number) => {
    for (const end = now + seconds * 1_000; now < end; now += 250) capture.sound(track, peak);
  };
  return { capture, track, listener, verdicts, gives };
}

test('each change is told once', () => {
  const { verdicts, gives } = listening();
  gives(0, 10);
  gives(0.1, 10);
  expect(verdicts).toEqual(['silent', 'sounding']);
});

test('nobody who mutes, by button or by the system, is told of silence', () => {
  const { track, verdicts, gives } = listening();
  track.enabled = false;
  gives(0, 10);
  track.enabled = true;
  track.holdBySystem(true);
  gives(0, 10);
  expect(verdicts).toEqual([]);
  track.holdBySystem(false);
  gives(0, 4);
  expect(verdicts).toEqual(['silent']);
});

test('the same track again is listened to on, another one from its beginning', () => {
  const { capture, track, listener, verdicts, gives } = listening();
  gives(0, 2);
  listener.analyzeTrack(track);
  gives(0, 2);
  expect(verdicts).toEqual(['silent']);
  const other = new FakeTrack('audio', 'other');
  listener.analyzeTrack(other);
  expect(capture.isListenedTo(track)).toBe(false);
  expect(capture.isListenedTo(other)).toBe(true);
});

test('a track that is let go of is not held by listening to it', () => {
  const { capture, track, listener } = listening();
  listener.forget(new FakeTrack('audio', 'stranger'));
  expect(capture.isListenedTo(track)).toBe(true);
  listener.forget(track);
  expect(capture.isListenedTo(track)).toBe(false);
});
