import { useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './CallRegion.module.css';
import { text } from '../text/callText.ts';

/**
 * Plays the other side's sound. Apart from the video, because an element with both stays silent until the first video
 * frame, which a voice call never brings (Chromium 150); lips still match, since the browser synchronizes both by their
 * stream. Where the browser refuses to play before a click on the page, a button asks for that click.
 */
export function RemoteAudio({
  stream,
  speakerId,
}: {
  readonly stream: MediaStream;
  /** Empty for the browser's default. */
  readonly speakerId: string;
}) {
  const audioRef = useRef<HTMLAudioElement>(null);
  const [isRefused, setIsRefused] = useState(false);

  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return undefined;
    let isCurrent = true;
    audio.srcObject = new MediaStream(stream.getAudioTracks());
    // A new stream interrupts play() with AbortError, and plays itself.
    audio.play().catch((error: unknown) => {
      if (isCurrent && error instanceof DOMException && error.name === 'NotAllowedError') setIsRefused(true);
    });
    return () => {
      isCurrent = false;
      audio.srcObject = null;
    };
  }, [stream]);

  useSpeaker(audioRef, speakerId);

  return (
    <>
      <audio ref={audioRef} autoPlay onPlaying={() => setIsRefused(false)} />
      {isRefused && (
        <Button
          tone="primary"
          className={styles['playSound']}
          onClick={() => void audioRef.current?.play().catch(() => setIsRefused(true))}
        >
          {text.playSound}
        </Button>
      )}
    </>
  );
}

/** Routes an element's sound to a speaker; an unusable one changes nothing. */
function useSpeaker(audioRef: RefObject<HTMLAudioElement | null>, speakerId: string): void {
  useEffect(() => {
    const audio = audioRef.current;
    // Undefined in browsers that cannot choose a speaker.
    if (audio === null || audio.sinkId === undefined || audio.sinkId === speakerId) return;
    audio.setSinkId(speakerId).catch(() => undefined);
  }, [audioRef, speakerId]);
}
