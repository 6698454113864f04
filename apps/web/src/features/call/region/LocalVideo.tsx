import { useStream } from '../../../ui/media/StreamVideo.tsx';
import styles from './LocalVideo.module.css';
import { text } from '../text/callText.ts';

/** What one's own camera shows, mirrored as people know themselves. */
export function LocalVideo({ stream }: { readonly stream: MediaStream }) {
  const videoRef = useStream(stream);
  return (
    <video ref={videoRef} aria-label={text.myVideo} className={styles['mine']} autoPlay playsInline muted />
  );
}
