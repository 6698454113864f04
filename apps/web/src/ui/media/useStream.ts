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
