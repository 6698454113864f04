import { expect, test } from 'vitest';
import { hear, initialVoice, periodicityOf, type SoundWindow, type VoiceState } from './voiceDetector.ts';

const sampleRate = 48_000;
const windowSize = 2048;
const everyMs = 66;

function samples(sampleAt: (index: number) => number): Float32Array {
  return Float32Array.from({ length: windowSize }, (_, index) => sampleAt(index));
}

/** A pitch with overtones, as a vowel has them. */
function vowel(hz: number): Float32Array {
  const phase = (index: number): number => (2 * Math.PI * hz * index) / sampleRate;
  return samples((index) =>
    [1, 2, 3, 4].reduce((sum, n) => sum + Math.sin(n * phase(index) + n) / (9 * n), 0),
  );
}

/** The same noise each time, between -1 and 1. */
function noise(): (index: number) => number {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  };
}

/** Noise with its high frequencies cut off, like a fan behind a wall. */
function rumble(): Float32Array {
  const next = noise();
  let low = 0;
  return samples((index) => (low += (next(index) - low) * 0.02));
}

test.each([90, 150, 240, 420])('a vowel at %d Hz is periodic', (hz) => {
  expect(periodicityOf(vowel(hz), sampleRate)).toBeGreaterThan(0.8);
});

test('hiss, a rumble, a click and silence are not', () => {
  const click = samples((index) => (index > 900 && index < 960 ? noise()(index) : 0));
  for (const sound of [samples(noise()), rumble(), click, samples(() => 0)])
    expect(periodicityOf(sound, sampleRate)).toBeLessThan(0.5);
});

test('a vowel is periodic at every sample rate', () => {
  expect(periodicityOf(vowel(150), 44_100)).toBeGreaterThan(0.8);
  expect(periodicityOf(vowel(450), 16_000)).toBeGreaterThan(0.8);
});

const voice: SoundWindow = { loudnessDb: -28, periodicity: 0.9 };
const pause: SoundWindow = { loudnessDb: -60, periodicity: 0.2 };
const fan: SoundWindow = { loudnessDb: -35, periodicity: 0.2 };

/** Hears a list of windows at the usual pace, after what was heard before. */
function hearAll(windows: readonly SoundWindow[], before: VoiceState = initialVoice): VoiceState {
  return windows.reduce((state, window) => hear(state, window, state.at + everyMs), before);
}

function repeated(window: SoundWindow, ms: number): readonly SoundWindow[] {
  return Array.from({ length: Math.round(ms / everyMs) }, () => window);
}

test('a word counts as talking', () => {
  expect(hearAll([...repeated(pause, 1_000), ...repeated(voice, 300)]).isTalking).toBe(true);
});

test('talking goes on over the pauses between sentences, and ends some seconds after the last word', () => {
  const talking = hearAll([...repeated(voice, 2_000), ...repeated(pause, 2_500)]);
  expect(talking.isTalking).toBe(true);
  expect(hearAll(repeated(pause, 2_000), talking).isTalking).toBe(false);
});

test('a cough, a fan and typing are no talking', () => {
  expect(hearAll([...repeated(voice, 130), ...repeated(pause, 2_000)]).isTalking).toBe(false);
  expect(hearAll(repeated(fan, 5_000)).isTalking).toBe(false);
  const typing: SoundWindow = { loudnessDb: -25, periodicity: 0.4 };
  expect(hearAll(repeated(typing, 5_000)).isTalking).toBe(false);
});

test('somebody too far away is no talking', () => {
  expect(hearAll(repeated({ loudnessDb: -52, periodicity: 0.9 }, 3_000)).isTalking).toBe(false);
});

test('a hum that goes on becomes background, and a voice above it still counts', () => {
  const hum: SoundWindow = { loudnessDb: -40, periodicity: 0.95 };
  const humming = hearAll(repeated(hum, 25_000));
  expect(humming.isTalking).toBe(false);
  expect(hearAll(repeated(voice, 500), humming).isTalking).toBe(true);
});

test('a voice that pauses for breath never becomes background', () => {
  const sentence = [...repeated(voice, 3_000), ...repeated(pause, 400)];
  const talking = hearAll(Array.from({ length: 20 }, () => sentence).flat());
  expect(talking.isTalking).toBe(true);
});
