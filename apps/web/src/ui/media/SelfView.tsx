import styles from './SelfView.module.css';
import { isMirrored, useStream } from './streams.ts';

/** The user's own camera, in its own shape. The class limits its size by `max-width` and `max-height`. */
export function SelfView({
  stream,
  label,
  className,
  onPlaying,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly className: string | undefined;
  /** The first picture is visible. */
  readonly onPlaying?: () => void;
}) {
  const videoRef = useStream(stream);
  return (
    <video
      ref={videoRef}
      aria-label={label}
      className={`${styles['self']} ${className}`}
      data-mirrored={isMirrored(stream)}
      autoPlay
      playsInline
      muted
      onPlaying={onPlaying}
    />
  );
}
