import { listenTo, loudnessDb } from '@ringback/client';
import { useEffect, useState } from 'react';

/** Windows of 43 ms at 48 kHz, long enough for the lowest voice; often enough that the bar follows words. */
const ear = { windowSize: 2048, everyMs: 33 };

/** How loud a microphone is right now, in dBFS. */
export function useLoudness(track: MediaStreamTrack): number {
  const [loudness, setLoudness] = useState(-Infinity);
  useEffect(
    () =>
      listenTo(track, ear, (samples) => setLoudness(samples === 'unheard' ? -Infinity : loudnessDb(samples))),
    [track],
  );
  return loudness;
}
