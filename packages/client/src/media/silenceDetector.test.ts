import { FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { FakeCapture } from '../testing/capture.ts';
import { initialSilence, observePeak, SilenceDetector, type SilenceState } from './silenceDetector.ts';

type Peak = number | 'unheard';
const everyMs = 250;

/** The verdict after stretches of sound, each with a peak and a duration in seconds. */
function after(...stretches: readonly (readonly [Peak, number])[]): SilenceState['verdict'] {
  let state = initialSilence;
  let at = 0;
  for (const [peak, seconds] of stretches) {
    for (const end = at + seconds * 1_000; at < end; at += everyMs) state = observePeak(state, peak, at);
  }
  return state.verdict;
}

const nothing = 0;
const dither = 2 ** -17;
const quietRoom = 2 ** -12;
const softVoice = 0.02;

describe('silence is detected', () => {
  test.each([
    ['nothing from the start', [[nothing, 4]]],
    ['less than half a step of 16 bits from the start', [[dither, 4]]],
    [
      'a headset is muted by its own switch after speech',
      [
        [softVoice, 20],
        [nothing, 4],
      ],
    ],
    [
      'muted and unmuted in the app, and still nothing',
      [
        ['unheard', 30],
        [nothing, 4],
      ],
    ],
    [
      'muted and unmuted in the app after speech, and then nothing',
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

describe('no silence is detected', () => {
  test.each([
    ['before the three seconds are over', [[nothing, 3]]],
    ['a quiet person in a quiet room, from the start', [[quietRoom, 600]]],
    [
      'a quiet person after speech',
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
    ['the page may not run audio', [['unheard', 600]]],
    [
      'muted by the user',
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
    'the noise of the room ends it',
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

/** A detector on one microphone, which records its verdicts. */
function detecting() {
  const capture = new FakeCapture();
  const track = new FakeTrack('audio', 'microphone');
  const verdicts: string[] = [];
  let now = 0;
  const detector = new SilenceDetector(
    capture.listen,
    () => now,
    (_track, verdict) => verdicts.push(verdict),
  );
  detector.watch(track);
  const gives = (peak: number | 'unheard', seconds: number) => {
    for (const end = now + seconds * 1_000; now < end; now += 250) capture.sound(track, peak);
  };
  return { capture, track, detector, verdicts, gives };
}

test('reports each change once', () => {
  const { verdicts, gives } = detecting();
  gives(0, 10);
  gives(0.1, 10);
  expect(verdicts).toEqual(['silent', 'sounding']);
});

test('does not report silence while muted by the user or the system', () => {
  const { track, verdicts, gives } = detecting();
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

test('continues with the same track, and starts over with another one', () => {
  const { capture, track, detector, verdicts, gives } = detecting();
  gives(0, 2);
  detector.watch(track);
  gives(0, 2);
  expect(verdicts).toEqual(['silent']);
  const other = new FakeTrack('audio', 'other');
  detector.watch(other);
  expect(capture.isListenedTo(track)).toBe(false);
  expect(capture.isListenedTo(other)).toBe(true);
});

test('stops measuring a track that was released', () => {
  const { capture, track, detector } = detecting();
  detector.forget(new FakeTrack('audio', 'stranger'));
  expect(capture.isListenedTo(track)).toBe(true);
  detector.forget(track);
  expect(capture.isListenedTo(track)).toBe(false);
});
