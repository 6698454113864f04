import { useEffect, useState } from 'react';
import { observeSize } from '../../../ui/browser/observe.ts';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { useStream } from '../../../ui/media/streams.ts';
import { text } from '../text/callText.ts';
import styles from './CallRegion.module.css';
import localStyles from './LocalVideo.module.css';

/** The other side's video, without its sound, which `RemoteAudio` plays. */
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
    const update = () => setFit(fitFor(pictureSize(video), boxSize(video)));
    const stopObserving = observeSize(video, update);
    video.addEventListener('resize', update);
    return () => {
      stopObserving();
      video.removeEventListener('resize', update);
    };
  }, [videoRef]);

  return (
    <video
      ref={videoRef}
      aria-label={label}
      className={styles['remote']}
      hidden={!isVisible}
      data-fit={fit}
      autoPlay
      playsInline
      muted
    />
  );
}

function pictureSize({ videoWidth, videoHeight }: HTMLVideoElement) {
  return { width: videoWidth, height: videoHeight };
}

function boxSize({ clientWidth, clientHeight }: HTMLVideoElement) {
  return { width: clientWidth, height: clientHeight };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The share of a picture that may be cropped before heads go missing; still lets 4:3 fill a 16:9 screen. */
const maxCropped = 0.26;

/** Whether a picture fills its box and loses its edges, or is shown whole with bars beside it. */
export function fitFor(picture: Size, box: Size): 'cover' | 'contain' {
  if (picture.width * picture.height * box.width * box.height === 0) return 'cover';
  const ratio = picture.width / picture.height / (box.width / box.height);
  const visible = Math.min(ratio, 1 / ratio);
  return 1 - visible <= maxCropped ? 'cover' : 'contain';
}

/** The user's own camera. */
export function LocalVideo({ stream }: { readonly stream: MediaStream }) {
  return <SelfView stream={stream} label={text.localVideo} className={localStyles['local']} />;
}
