import { useEffect, useRef, type RefObject } from 'react';

/** A ref for a `<video>` that plays the stream while it is mounted. */
export function useStream(stream: MediaStream): RefObject<HTMLVideoElement | null> {
  const videoRef = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return videoRef;
}

/** Plays the picture of a stream without its sound. */
export function StreamVideo({
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
      className={className}
      autoPlay
      playsInline
      muted
      onPlaying={onPlaying}
    />
  );
}
