import { useEffect, useRef } from 'react';
import styles from './RecordDialog.module.css';

/** What the camera sees, as in a mirror. */
export function StreamVideo({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const videoRef = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (videoRef.current !== null) videoRef.current.srcObject = stream;
  }, [stream]);
  return <video ref={videoRef} autoPlay muted playsInline aria-label={label} className={styles['picture']} />;
}
