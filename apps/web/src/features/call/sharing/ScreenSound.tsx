import { useEffect, useRef } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { keepPlaying, routeSound } from '../../../ui/media/keepPlaying.ts';

/**
 * Plays the sound of what the other side shares. Where the browser refuses to play before a press on the page, any press
 * will do: their voice asks for one already.
 */
export function ScreenSound({
  stream,
  isSilent,
  speakerId,
}: {
  readonly stream: MediaStream;
  readonly isSilent: boolean;
  /** Empty for the browser's default. */
  readonly speakerId: string;
}) {
  const audioRef = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return undefined;
    const sound = attempt(() => new MediaStream(stream.getAudioTracks())) ?? stream;
    const kept = keepPlaying(audio, sound, (isRefused) => {
      if (isRefused) window.addEventListener('click', kept.play, { once: true });
    });
    return () => {
      window.removeEventListener('click', kept.play);
      kept.stop();
    };
  }, [stream]);
  useEffect(() => {
    if (audioRef.current !== null) void routeSound(audioRef.current, speakerId);
  }, [speakerId]);
  return <audio ref={audioRef} autoPlay muted={isSilent} />;
}
