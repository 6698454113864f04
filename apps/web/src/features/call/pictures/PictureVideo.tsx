import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { keepPlaying } from '../../../ui/media/keepPlaying.ts';
import { onNextFrame } from './decodedFrames.ts';
import styles from './Pictures.module.css';
import type { PictureFit } from './pictureFit.ts';

/**
 * The video of a picture, without sound. It plays unseen before its first frame, and keeps the last frame of one stream
 * until the next one has brought a frame.
 */
export function PictureVideo({
  videoRef,
  stream,
  label,
  isOn = true,
  isMirrored = false,
  fit = 'cover',
  onFrame,
}: {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  readonly stream: MediaStream;
  readonly label: string;
  /** False while the other side says that it sends no picture. */
  readonly isOn?: boolean;
  readonly isMirrored?: boolean;
  readonly fit?: PictureFit;
  /** The first frame since it is on was decoded. */
  readonly onFrame: () => void;
}) {
  const lastFrameRef = useRef<HTMLCanvasElement>(null);
  useSeamlessStream(videoRef, lastFrameRef, stream);
  useFirstFrame(videoRef, stream, isOn, onFrame);
  const look = { className: styles['video'], 'data-fit': fit, 'data-mirrored': isMirrored };
  return (
    <>
      <video ref={videoRef} aria-label={label} autoPlay playsInline muted {...look} />
      <canvas ref={lastFrameRef} aria-hidden="true" hidden {...look} />
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
