import { analyzeTrack, loudnessDb } from '@ringback/client';
import { useEffect, useState } from 'react';

/**
 * The range of the meter, in dBFS. Speech at an arm's length is around -30, a quiet room with automatic gain around -55.
 */
const ceilingDb = -6;
const floorDb = -60;

/** The threshold for sound: well above the noise of an open input, well below a soft voice. */
const soundDb = -45;

/** How far the meter is filled, from 0 to 1. Linear in decibels, as people perceive loudness. */
export function meterLevel(loudness: number): number {
  return Math.min(1, Math.max(0, (loudness - floorDb) / (ceilingDb - floorDb)));
}

/** Whether a loudness counts as sound. */
export function isSound(loudness: number): boolean {
  return loudness > soundDb;
}

/** Windows of 43 ms at 48 kHz, long enough for the lowest voice; updated often enough to follow syllables. */
const sampling = { windowSize: 2048, everyMs: 33 };

/** The current loudness of a microphone in dBFS. */
export function useLoudness(track: MediaStreamTrack): number {
  const [loudness, setLoudness] = useState(-Infinity);
  useEffect(
    () =>
      analyzeTrack(track, sampling, (samples) =>
        setLoudness(samples === 'unheard' ? -Infinity : loudnessDb(samples)),
      ),
    [track],
  );
  return loudness;
}
