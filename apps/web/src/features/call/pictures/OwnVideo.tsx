import { MicOff } from 'lucide-react';
import { useRef } from 'react';
import { isMirrored } from '../../../ui/media/streams.ts';
import { text } from '../text/callText.ts';
import styles from './Pictures.module.css';
import { PictureVideo } from './PictureVideo.tsx';

/** The user's own camera, with a mark while the other side cannot hear them. */
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

/** Says to people who look at their own picture that they are not heard; screen readers learn it from the button. */
export function MutedMark() {
  return (
    <span className={styles['muted']} title={text.youAreMuted}>
      <MicOff aria-hidden="true" size={14} strokeWidth={2.2} />
    </span>
  );
}
