import { useEffect, useRef } from 'react';
import styles from './InputCheck.module.css';
import { text } from './text.ts';

/** What a camera shows, mirrored as people know themselves. */
export function CameraPreview({
  track,
  onPicture,
}: {
  readonly track: MediaStreamTrack;
  readonly onPicture: () => void;
}) {
  const videoRef = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    video.srcObject = new MediaStream([track]);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={videoRef}
      aria-label={text.preview}
      className={styles['preview']}
      autoPlay
      playsInline
      muted
      onPlaying={onPicture}
    />
  );
}
