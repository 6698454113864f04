import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { attempt } from '../../../ui/browser/attempt.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './CallRegion.module.css';
import { text } from '../text/callText.ts';
import { keepPlaying, routeSound, type KeptPlaying } from '../../../ui/media/keepPlaying.ts';

/**
 * Plays the other side's sound. Apart from the video, because an element with both stays silent until the first video
 * frame, which a voice call never brings (Chromium 150); lips still match, since the browser synchronizes both by their
 * stream. Where the browser refuses to play before a click on the page, or stops playing, a button asks for that click.
 */
export function RemoteAudio({
  stream,
  isSilent,
  speakerId,
  onSpeakerRefused,
}: {
  readonly stream: MediaStream;
  /** The speaker is off for this call. */
  readonly isSilent: boolean;
  /** Empty for the browser's default. */
  readonly speakerId: string;
  /** The browser did not use this speaker, and plays on the default one. */
  readonly onSpeakerRefused: (speakerId: string) => void;
}) {
  const audioRef = useRef<HTMLAudioElement>(null);
  const { isRefused, play } = usePlaying(audioRef, stream);
  useSpeaker(audioRef, speakerId, onSpeakerRefused);
  useVolume(audioRef);
  return (
    <>
      <audio ref={audioRef} autoPlay muted={isSilent} />
      {isRefused && (
        <Button tone="primary" className={styles['playSound']} onClick={play}>
          {text.playSound}
        </Button>
      )}
    </>
  );
}

function usePlaying(audioRef: RefObject<HTMLAudioElement | null>, stream: MediaStream) {
  const [isRefused, setIsRefused] = useState(false);
  const playing = useRef<KeptPlaying>(undefined);
  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return undefined;
    const sound = attempt(() => new MediaStream(stream.getAudioTracks())) ?? stream;
    const kept = (playing.current = keepPlaying(audio, sound, setIsRefused));
    return kept.stop;
  }, [audioRef, stream]);
  return { isRefused, play: () => playing.current?.play() };
}

/** iOS keeps the volume to itself, and ignores this. */
function useVolume(audioRef: RefObject<HTMLAudioElement | null>): void {
  const volume = useStore(useEngine().devicePreferences, ({ speakerVolume }) => speakerVolume);
  useEffect(() => {
    const audio = audioRef.current;
    if (audio !== null) attempt(() => (audio.volume = volume));
  }, [audioRef, volume]);
}

function useSpeaker(
  audioRef: RefObject<HTMLAudioElement | null>,
  speakerId: string,
  onRefused: (speakerId: string) => void,
): void {
  const refused = useEffectEvent(onRefused);
  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return undefined;
    let isCurrent = true;
    void routeSound(audio, speakerId).then((isUsed) => !isUsed && isCurrent && refused(speakerId));
    return () => {
      isCurrent = false;
    };
  }, [audioRef, speakerId]);
}
