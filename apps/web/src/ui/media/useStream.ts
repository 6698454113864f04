import { useEffect, useRef, type RefObject } from 'react';

/** Shows a stream in the picture that takes this ref, and takes it out again when the picture goes. */
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
