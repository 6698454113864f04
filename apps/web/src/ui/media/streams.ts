import { useEffect, useRef, type RefObject } from 'react';
import { attempt } from '../browser/attempt.ts';
import { keepPlaying } from './keepPlaying.ts';

/** A ref for a `<video>` that plays the stream while it is mounted. */
export function useStream(stream: MediaStream): RefObject<HTMLVideoElement | null> {
  const videoRef = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    return keepPlaying(video, stream).stop;
  }, [stream]);
  return videoRef;
}

/** The part of a track that tells where its camera looks. */
export type CameraTrack = Pick<MediaStreamTrack, 'label' | 'getSettings'>;

/** Android's label of a rear camera, for browsers that do not tell `facingMode`. */
const rearLabel = /\bfacing back\b/i;

/**
 * Whether people expect to see this camera's picture mirrored: they know themselves from mirrors, but what lies before
 * them has its writing the right way round.
 */
export function isMirrored(stream: { readonly getVideoTracks: () => readonly CameraTrack[] }): boolean {
  const [track] = stream.getVideoTracks();
  if (track === undefined) return true;
  const facingMode = attempt(() => track.getSettings().facingMode);
  return facingMode === undefined ? !rearLabel.test(track.label) : facingMode !== 'environment';
}
