import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { keepPlaying } from '../../../ui/media/keepPlaying.ts';
import { BlurredCopy } from './BlurredCopy.tsx';
import { onNextFrame } from './decodedFrames.ts';
import styles from './Pictures.module.css';
import type { PictureFit } from './pictureFit.ts';

/**
 * A video of the other side, without its sound, which `RemoteAudio` plays. It plays unseen before its first frame, and
 * keeps the last frame of one link until the next link has brought one.
 */
export function RemotePicture({
  videoRef,
  stream,
  label,
  isOn,
  fit,
  hasBackdrop,
  onFrame,
}: {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  readonly stream: MediaStream;
  readonly label: string;
  /** The other side says that it sends a picture. */
  readonly isOn: boolean;
  readonly fit: PictureFit;
  /** Bars beside the whole picture show a blurred copy of it. */
  readonly hasBackdrop: boolean;
  /** The first frame since it is on was decoded. */
  readonly onFrame: () => void;
}) {
  const lastFrameRef = useRef<HTMLCanvasElement>(null);
  useSeamlessStream(videoRef, lastFrameRef, stream);
  useFirstFrame(videoRef, stream, isOn, onFrame);
  return (
    <>
      {hasBackdrop && <BlurredCopy videoRef={videoRef} />}
      <video
        ref={videoRef}
        aria-label={label}
        className={styles['video']}
        data-fit={fit}
        autoPlay
        playsInline
        muted
      />
      <canvas ref={lastFrameRef} aria-hidden="true" className={styles['video']} data-fit={fit} hidden />
    </>
  );
}

/** Plays a stream, over the last frame of the one before it. */
function useSeamlessStream(
  videoRef: RefObject<HTMLVideoElement | null>,
  lastFrameRef: RefObject<HTMLCanvasElement | null>,
  stream: MediaStream,
): void {
  useEffect(() => {
    const [video, lastFrame] = [videoRef.current, lastFrameRef.current];
    if (video === null || lastFrame === null) return undefined;
    const playing = keepPlaying(video, stream);
    const stopWaiting = onNextFrame(video, true, () => (lastFrame.hidden = true));
    return () => {
      stopWaiting();
      attempt(() => keepFrame(video, lastFrame));
      playing.stop();
    };
  }, [videoRef, lastFrameRef, stream]);
}

function keepFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  if (video.videoWidth === 0) return;
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  canvas.hidden = false;
}

/** Reports the first frame each time that a picture comes on. What an earlier time left in the element does not count. */
function useFirstFrame(
  videoRef: RefObject<HTMLVideoElement | null>,
  stream: MediaStream,
  isOn: boolean,
  onFrame: () => void,
): void {
  const report = useEffectEvent(onFrame);
  const lastSeen = useRef<MediaStream>(undefined);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null || !isOn) return undefined;
    const isNew = lastSeen.current !== stream;
    lastSeen.current = stream;
    return onNextFrame(video, isNew, () => report());
  }, [videoRef, stream, isOn]);
}
