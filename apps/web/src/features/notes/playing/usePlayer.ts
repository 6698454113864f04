import type { NoteMedia } from '@ringback/client';
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type RefObject,
  type SetStateAction,
} from 'react';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Playback, type PlaybackState } from './playback.ts';

const rates = [1, 1.5, 2] as const;

/** Plays one recording. */
export interface Player {
  readonly playback: PlaybackState;
  readonly positionMs: number;
  readonly rate: number;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (toMs: number) => void;
  readonly nextRate: () => void;
  /** Shows the first picture of a video, once. */
  readonly showFirstFrame: () => void;
}

const still: PlaybackState = { state: 'still' };

/**
 * Plays a recording in an element. The first press loads the recording; `onPlay` is called when the sound starts. A call
 * pauses it, or cancels it if it was still loading.
 */
export function usePlayer(
  elementRef: RefObject<HTMLMediaElement | null>,
  load: () => Promise<NoteMedia>,
  onPlay: () => void,
): Player {
  const [state, setState] = useState<PlaybackState>(still);
  const [rateIndex, setRateIndex] = useState(0);
  const [playback] = useState(() => new Playback(setState));
  const rate = rates[rateIndex] ?? 1;
  const play = (): void => {
    if (elementRef.current !== null) void playback.play(elementRef.current, { load, rate, onPlay });
  };
  const pause = useCallback(() => playback.pause(elementRef.current), [playback, elementRef]);
  const showFirstFrame = useFirstFrame(elementRef, playback, load);
  const positionMs = usePosition(elementRef, state.state === 'playing');
  usePauseInCalls(pause);
  useEffect(() => () => playback.close(), [playback]);
  useElementState(elementRef, setState);
  return {
    playback: state,
    positionMs,
    rate,
    showFirstFrame,
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

function useFirstFrame(
  elementRef: RefObject<HTMLMediaElement | null>,
  playback: Playback,
  load: () => Promise<NoteMedia>,
): () => void {
  const [unmounted] = useState(() => new AbortController());
  const wasAsked = useRef(false);
  useEffect(() => () => unmounted.abort(), [unmounted]);
  return () => {
    if (elementRef.current === null || wasAsked.current) return;
    wasAsked.current = true;
    void playback.showFirstFrame(elementRef.current, load, unmounted.signal);
  };
}

/** Once the sound has started, the element's events set the state. */
function useElementState(
  elementRef: RefObject<HTMLMediaElement | null>,
  setState: Dispatch<SetStateAction<PlaybackState>>,
): void {
  useEffect(() => {
    const element = elementRef.current;
    const onPlaying = (): void => setState({ state: 'playing' });
    const onPause = (): void => setState(still);
    // Decoding or the audio device failed; no pause is reported then.
    const onError = (): void => setState((before) => (before.state === 'playing' ? still : before));
    element?.addEventListener('playing', onPlaying);
    element?.addEventListener('pause', onPause);
    element?.addEventListener('error', onError);
    return () => {
      element?.removeEventListener('playing', onPlaying);
      element?.removeEventListener('pause', onPause);
      element?.removeEventListener('error', onError);
    };
  }, [elementRef, setState]);
}

function usePosition(elementRef: RefObject<HTMLMediaElement | null>, isPlaying: boolean): number {
  const [positionMs, setPositionMs] = useState(0);
  useEffect(() => {
    const element = elementRef.current;
    const readPosition = (): void => setPositionMs((element?.currentTime ?? 0) * 1_000);
    element?.addEventListener('seeked', readPosition);
    element?.addEventListener('timeupdate', readPosition);
    let frame = 0;
    const onFrame = (): void => {
      readPosition();
      frame = requestAnimationFrame(onFrame);
    };
    if (isPlaying) onFrame();
    return () => {
      element?.removeEventListener('seeked', readPosition);
      element?.removeEventListener('timeupdate', readPosition);
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
