import { useEffect, useState } from 'react';
import { useStream } from '../../../ui/media/StreamVideo.tsx';
import styles from './CallRegion.module.css';
import { fitFor } from './fit.ts';

/** The picture of the other side; without one it is hidden. Their sound plays beside it. */
export function RemoteVideo({
  stream,
  label,
  isVisible,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly isVisible: boolean;
}) {
  const videoRef = useStream(stream);
  const [fit, setFit] = useState<'cover' | 'contain'>('cover');

  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    const update = () => setFit(fitFor(sizeOfPicture(video), sizeOfBox(video)));
    const observer = new ResizeObserver(update);
    observer.observe(video);
    video.addEventListener('resize', update);
    return () => {
      observer.disconnect();
      video.removeEventListener('resize', update);
    };
  }, [videoRef]);

  return (
    <video
      ref={videoRef}
      aria-label={label}
      className={styles['theirs']}
      hidden={!isVisible}
      data-fit={fit}
      autoPlay
      playsInline
      muted
    />
  );
}

function sizeOfPicture({ videoWidth, videoHeight }: HTMLVideoElement) {
  return { width: videoWidth, height: videoHeight };
}

function sizeOfBox({ clientWidth, clientHeight }: HTMLVideoElement) {
  return { width: clientWidth, height: clientHeight };
}
