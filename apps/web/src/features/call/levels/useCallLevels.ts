import type { CurrentCall } from '@ringback/client';
import { useEffect, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { useStage } from '../stage/stageContext.ts';
import { callLevels, showLevel } from './browserLevels.ts';
import type { Voice } from './levelMessages.ts';
import type { LevelShape } from './levelShapes.ts';

type Heard = Pick<CurrentCall, 'localAudio' | 'remoteStream' | 'microphone' | 'phase'>;

/** Measures the voices of a settled call while mounted. Belongs into the call's region, once. */
export function useCallLevels(
  { localAudio, remoteStream, microphone, phase }: Heard,
  isSettled: boolean,
): void {
  const isMeasured = isSettled && phase !== 'ended';
  useSource('theirs', isMeasured ? remoteStream : null, 'as it is');
  useSource('mine', isMeasured ? localAudio : null, microphone.state === 'off' ? 'though muted' : 'as it is');
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
  return () => {
    stopListening();
    clone.stop();
  };
}

/** Shows a level inside an element while it is mounted, once the call has settled. */
export function useLevel(voice: Voice, shape: LevelShape, elementRef: RefObject<HTMLElement | null>): void {
  const { isSettled } = useStage();
  useEffect(() => {
    const element = elementRef.current;
    return element === null || !isSettled ? undefined : showLevel(voice, shape, element);
  }, [voice, shape, elementRef, isSettled]);
}
