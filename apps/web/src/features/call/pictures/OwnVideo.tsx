import { MicOff } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { isMirrored } from '../../../ui/media/streams.ts';
import { text } from '../text/callText.ts';
import styles from './Pictures.module.css';
import { PictureVideo } from './PictureVideo.tsx';

/** The user's own camera, with a mark while nobody can hear them. Its frame gets the shape of its picture. */
export function OwnVideo({
  stream,
  isMuted,
  onFrame,
}: {
  readonly stream: MediaStream;
  readonly isMuted: boolean;
  readonly onFrame: () => void;
}) {
  const videoRef = useRef<HTMLVideoElement>(null);
  useShape(videoRef);
  return (
    <>
      <PictureVideo
        videoRef={videoRef}
        stream={stream}
        label={text.localVideo}
        isMirrored={isMirrored(stream)}
        onFrame={onFrame}
      />
      {isMuted && <MutedMark />}
    </>
  );
}

/** Says to people who look at their own picture that nobody hears them; screen readers learn it from the button. */
export function MutedMark() {
  return (
    <span className={styles['muted']} title={text.youAreMuted}>
      <MicOff aria-hidden="true" size={14} strokeWidth={2.2} />
    </span>
  );
}

/** Keeps the shape of the picture in `--stretch` of its frame: the square root of width by height. */
export function useShape(videoRef: RefObject<HTMLVideoElement | null>): void {
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    const update = (): void => {
      const { videoWidth, videoHeight } = video;
      if (videoWidth * videoHeight === 0) return;
      video.parentElement?.style.setProperty('--stretch', String(Math.sqrt(videoWidth / videoHeight)));
    };
    update();
    video.addEventListener('resize', update);
    return () => video.removeEventListener('resize', update);
  }, [videoRef]);
}
