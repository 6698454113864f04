import { useStream } from '../../../ui/media/useStream.ts';
import styles from './RecordDialog.module.css';

/** What the camera sees, as in a mirror. */
export function StreamVideo({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const videoRef = useStream(stream);
  return <video ref={videoRef} autoPlay muted playsInline aria-label={label} className={styles['picture']} />;
}
