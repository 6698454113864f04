import { useEffect, useRef } from 'react';
import styles from './CallRegion.module.css';
import { text } from './text.ts';

/** What one's own camera shows, mirrored as people know themselves. */
export function MyVideo({ stream }: { readonly stream: MediaStream }) {
  const videoRef = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video ref={videoRef} aria-label={text.myVideo} className={styles['mine']} autoPlay playsInline muted />
  );
}
