import { useMemo } from 'react';
import { useStream } from '../../ui/media/StreamVideo.tsx';
import styles from './InputCheck.module.css';
import { text } from './checkupText.ts';

/** What a camera shows, mirrored as people know themselves. */
export function CameraPreview({
  track,
  onPicture,
}: {
  readonly track: MediaStreamTrack;
  readonly onPicture: () => void;
}) {
  const stream = useMemo(() => new MediaStream([track]), [track]);
  const videoRef = useStream(stream);
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
