import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import styles from './CallRegion.module.css';
import { fitFor } from './fit.ts';
import { text } from './text.ts';

/**
 * Everything that comes in, sound and picture, in one element; without a picture it is hidden and only heard.
 * The browser may refuse to play before anything was pressed on the page: then a button asks for that press.
 */
export function TheirMedia({
  stream,
  label,
  visible,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly visible: boolean;
}) {
  const videoRef = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  const [fit, setFit] = useState<'cover' | 'contain'>('cover');

  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    let current = true;
    video.srcObject = stream;
    // A play that another stream interrupts is refused with AbortError: the next one is on its way then.
    video.play().catch((error: unknown) => {
      if (current && error instanceof DOMException && error.name === 'NotAllowedError') setRefused(true);
    });
    return () => {
      current = false;
      video.srcObject = null;
    };
  }, [stream]);

  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return undefined;
    const update = () => setFit(fitFor(sizeOfPicture(video), sizeOfBox(video)));
    const observer = new ResizeObserver(update);
    observer.observe(video);
    video.addEventListener('resize', update);
    return () => {
      observer.disconnect();
      video.removeEventListener('resize', update);
    };
  }, []);

  return (
    <>
      <video
        ref={videoRef}
        aria-label={label}
        className={styles['theirs']}
        hidden={!visible}
        data-fit={fit}
        autoPlay
        playsInline
        onPlaying={() => setRefused(false)}
      />
      {refused && (
        <Button tone="primary" className={styles['playSound']} onClick={() => void videoRef.current?.play()}>
          {text.playSound}
        </Button>
      )}
    </>
  );
}

function sizeOfPicture({ videoWidth, videoHeight }: HTMLVideoElement) {
  return { width: videoWidth, height: videoHeight };
}

function sizeOfBox({ clientWidth, clientHeight }: HTMLVideoElement) {
  return { width: clientWidth, height: clientHeight };
}
