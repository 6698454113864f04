import type { RingtoneName } from '@ringback/client';
import { sequence, tones, type Tone } from './tones.ts';

// Pitches in Hz, equal temperament on A 440.
const [g4, c5, e5, g5, a5, c6, e6] = [392, 523.25, 659.26, 783.99, 880, 1046.5, 1318.51] as const;

/** A bell sounds by its partials, which are no multiples of its pitch. */
function bell(atMs: number, hz: number): Tone['notes'] {
  return [
    { atMs, hz, forMs: 1_900, loudness: 0.3 },
    { atMs, hz: hz * 2.76, forMs: 900, loudness: 0.1 },
    { atMs, hz: hz * 5.4, forMs: 350, loudness: 0.04 },
  ];
}

/** A mechanical bell is struck from both sides, about 20 times a second. */
function rattle(atMs: number): Tone['notes'] {
  return Array.from({ length: 20 }, (_, strike) => ({
    atMs: atMs + strike * 48,
    hz: strike % 2 === 0 ? c6 : e6,
    forMs: 130,
    loudness: 0.55,
  }));
}

/** The ringtones to choose from. */
export const ringtones: { readonly [Name in RingtoneName]: Tone } = {
  marimba: tones.ringtone,
  /** Three bells, far apart: the softest one. */
  bells: {
    lengthMs: 4_200,
    repeats: true,
    touch: 'struck',
    notes: [...bell(0, e5), ...bell(700, c5), ...bell(1_400, g4)],
  },
  /** Pairs of a fifth: short, and heard through noise. */
  pulse: {
    lengthMs: 2_400,
    repeats: true,
    touch: 'held',
    notes: [
      ...sequence(0, 300, 200, 0.26, [c5, g5, c5, g5]),
      ...sequence(0, 300, 200, 0.2, [g5, c6, g5, a5]),
    ],
  },
  /** Two rings and a pause, like a phone with a dial. */
  classic: {
    lengthMs: 3_600,
    repeats: true,
    touch: 'struck',
    notes: [...rattle(0), ...rattle(1_200)],
  },
};
