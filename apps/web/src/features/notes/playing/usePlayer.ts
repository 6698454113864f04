import type { NoteMedia } from '@ringback/client';
import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Playback, type Playing } from './playback.ts';

const rates = [1, 1.5, 2] as const;

/** A player of one recording. */
export interface Player {
  readonly playing: Playing;
  readonly positionMs: number;
  readonly rate: number;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (toMs: number) => void;
  readonly nextRate: () => void;
}

const still: Playing = { state: 'still' };

/**
 * Plays a recording in an element. Its contents are fetched with the first press; `onPlay` is told when it begins to
 * be heard. A call that comes is not talked over, nor by what was still being fetched then.
 */
export function usePlayer(
  elementRef: RefObject<HTMLMediaElement | null>,
  load: () => Promise<NoteMedia>,
  onPlay: () => void,
): Player {
  const [playing, setPlaying] = useState<Playing>(still);
  const [rateIndex, setRateIndex] = useState(0);
  const [playback] = useState(() => new Playback(setPlaying));
  const rate = rates[rateIndex] ?? 1;
  const play = (): void => {
    if (elementRef.current !== null) void playback.play(elementRef.current, { load, rate, onPlay });
  };
  const pause = useCallback(() => playback.pause(elementRef.current), [playback, elementRef]);
  const positionMs = usePosition(elementRef, playing.state === 'playing');
  usePauseInCalls(pause);
  useEffect(() => () => playback.close(), [playback]);
  useElementState(elementRef, setPlaying);
  return {
    playing,
    positionMs,
    rate,
    play,
    pause,
    seek: (toMs) => {
      if (elementRef.current !== null) elementRef.current.currentTime = toMs / 1_000;
    },
    nextRate: () => {
      const next = (rateIndex + 1) % rates.length;
      setRateIndex(next);
      if (elementRef.current !== null) elementRef.current.playbackRate = rates[next] ?? 1;
    },
  };
}

/** The element itself knows best whether it plays. */
function useElementState(
  elementRef: RefObject<HTMLMediaElement | null>,
  setPlaying: (playing: Playing) => void,
): void {
  useEffect(() => {
    const element = elementRef.current;
    const onPlaying = (): void => setPlaying({ state: 'playing' });
    const onPause = (): void => setPlaying(still);
    element?.addEventListener('playing', onPlaying);
    element?.addEventListener('pause', onPause);
    return () => {
      element?.removeEventListener('playing', onPlaying);
      element?.removeEventListener('pause', onPause);
    };
  }, [elementRef, setPlaying]);
}

function usePosition(elementRef: RefObject<HTMLMediaElement | null>, isPlaying: boolean): number {
  const [positionMs, setPositionMs] = useState(0);
  useEffect(() => {
    const element = elementRef.current;
    const look = (): void => setPositionMs((element?.currentTime ?? 0) * 1_000);
    element?.addEventListener('seeked', look);
    element?.addEventListener('timeupdate', look);
    let frame = 0;
    const follow = (): void => {
      look();
      frame = requestAnimationFrame(follow);
    };
    if (isPlaying) follow();
    return () => {
      element?.removeEventListener('seeked', look);
      element?.removeEventListener('timeupdate', look);
      cancelAnimationFrame(frame);
    };
  }, [elementRef, isPlaying]);
  return positionMs;
}

function usePauseInCalls(pause: () => void): void {
  const isBusy = useCalls(({ current, incoming }) => current !== null || incoming !== null);
  useEffect(() => {
    if (isBusy) pause();
  }, [isBusy, pause]);
}
