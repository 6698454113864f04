import { useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './CallRegion.module.css';
import { text } from '../text/callText.ts';

/**
 * What is heard of the other side, in an element of its own: one that also waits for a picture stays silent until the
 * first frame, which a voice call never brings (Chromium 150). Lips still match, since the browser times both by the
 * stream they came in with. The browser may refuse to play before anything was pressed on the page: then a button asks
 * for that press.
 */
export function RemoteAudio({
  stream,
  speakerId,
}: {
  readonly stream: MediaStream;
  /** Empty for the one that the browser prefers. */
  readonly speakerId: string;
}) {
  const audioRef = useRef<HTMLAudioElement>(null);
  const [isRefused, setIsRefused] = useState(false);

  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return undefined;
    let isCurrent = true;
    audio.srcObject = new MediaStream(stream.getAudioTracks());
    // A play that another stream interrupts is refused with AbortError: the next one is on its way then.
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

/** Sends the sound of an element to a speaker. One that cannot be used leaves the sound where it is. */
function useSpeaker(audioRef: RefObject<HTMLAudioElement | null>, speakerId: string): void {
  useEffect(() => {
    const audio = audioRef.current;
    // Not every browser can choose; there none is offered, and this is empty.
    if (audio === null || audio.sinkId === undefined || audio.sinkId === speakerId) return;
    audio.setSinkId(speakerId).catch(() => undefined);
  }, [audioRef, speakerId]);
}
