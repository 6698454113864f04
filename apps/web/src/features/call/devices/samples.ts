import type { RingtoneName } from '@ringback/client';
import { useEffect, useRef, useState } from 'react';
import { ringtones } from '../sound/ringtones.ts';
import { renderTone, wavOf, type Tone } from '../sound/tones.ts';
import { playOnSpeakers } from '../sound/speakers.ts';

/** Speakers of computers and phones play all that a tone contains below half of this. In Hz. */
const sampleRate = 44_100;

/** Three rising notes: long enough to hear where they come from. */
const testTone: Tone = {
  lengthMs: 1_500,
  repeats: false,
  touch: 'struck',
  notes: [587.33, 880, 1174.66].map((hz, index) => ({ atMs: index * 320, hz, forMs: 800, loudness: 0.3 })),
};

/** A sound to find out whether a speaker can be heard. */
export function testSound(): Blob {
  return fileOf(testTone);
}

/** One period of a ringtone. */
export function ringtoneSound(name: RingtoneName): Blob {
  return fileOf(ringtones[name]);
}

function fileOf(tone: Tone): Blob {
  return wavOf(renderTone(tone, sampleRate), sampleRate);
}

/** Plays a short sound at a press, and stops it at the next one or when the component goes. */
export function useSample(
  sound: () => Blob,
  { volume, speakerIds }: { readonly volume: number; readonly speakerIds: readonly string[] },
): { readonly isPlaying: boolean; readonly toggle: () => void } {
  const [isPlaying, setIsPlaying] = useState(false);
  const stopSound = useRef<() => void>(undefined);
  const stop = () => {
    stopSound.current?.();
    stopSound.current = undefined;
    setIsPlaying(false);
  };
  useEffect(() => () => stopSound.current?.(), []);
  const start = () => {
    setIsPlaying(true);
    stopSound.current = playOnSpeakers({ source: sound(), volume, onEnd: stop, onRefused: stop }, speakerIds);
  };
  return { isPlaying, toggle: isPlaying ? stop : start };
}
