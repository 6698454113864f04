import { useEffect, useRef, useState } from 'react';
import { playOnSpeakers } from '../sound/speakers.ts';

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
