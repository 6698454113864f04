import type { CurrentCall } from '@ringback/client';
import { useEffect, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { callLevels, type Voice } from './callLevels.ts';

type Heard = Pick<CurrentCall, 'localAudio' | 'remoteStream' | 'microphone'>;

/** Measures the voices of a call while mounted. Belongs into the call's region, once. */
export function useCallLevels({ localAudio, remoteStream, microphone }: Heard): void {
  useSource('theirs', remoteStream, 'as it is');
  useSource('mine', localAudio, microphone.state === 'off' ? 'though muted' : 'as it is');
}

function useSource(voice: Voice, stream: MediaStream | null, how: 'as it is' | 'though muted'): void {
  useEffect(() => {
    const track = stream?.getAudioTracks()[0];
    if (track === undefined) return undefined;
    return how === 'as it is' ? callLevels.listen(voice, track) : listenThoughMuted(voice, track);
  }, [voice, stream, how]);
}

/**
 * A muted track carries silence, but not its clone, which is never sent or kept. It holds the microphone open, as the
 * muted track does anyway, and so must be stopped.
 */
function listenThoughMuted(voice: Voice, muted: MediaStreamTrack): (() => void) | undefined {
  const clone = attempt(() => muted.clone());
  if (clone === undefined) return undefined;
  clone.enabled = true;
  const stopListening = callLevels.listen(voice, clone);
  // Whoever stops the microphone does not tell: tracks report only an end that the page did not cause.
  const stopObserving = callLevels.observe(voice, () => {
    if (muted.readyState === 'ended') clone.stop();
  });
  return () => {
    stopObserving();
    stopListening();
    clone.stop();
  };
}

/** Shows a level on an element while it is mounted, as `CallLevels` says. */
export function useLevel(voice: Voice, elementRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = elementRef.current;
    return element === null ? undefined : callLevels.show(voice, element);
  }, [voice, elementRef]);
}
