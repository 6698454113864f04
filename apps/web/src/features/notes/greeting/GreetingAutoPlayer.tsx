import type { HeardGreeting } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { attempt, succeeds } from '../../../ui/browser/attempt.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './GreetingAutoPlayer.module.css';
import { WaveformProgress } from '../playing/Waveform.tsx';
import { playAlone } from '../playing/playback.ts';
import { text } from '../text/notesText.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';

/** Plays a greeting at once, in one line. `onEnd` is also called if it is skipped or cannot be played. */
export function GreetingAutoPlayer({
  greeting: { blob, durationMs, peaks },
  person,
  onEnd,
}: {
  readonly greeting: HeardGreeting;
  readonly person: Person;
  readonly onEnd: () => void;
}) {
  const elementRef = useRef<HTMLAudioElement>(null);
  const [playedMs, setPlayedMs] = useState(0);
  const [isPlaying, setPlaying] = useState(true);
  const play = useAutoPlay(elementRef, blob, () => {
    setPlaying(false);
    onEnd();
  });
  const skip = (): void => {
    elementRef.current?.pause();
    onEnd();
  };
  return (
    <section aria-label={text.greeting.of(person.name)} className={styles['greeting']}>
      <audio
        ref={elementRef}
        hidden
        onTimeUpdate={({ currentTarget }) => setPlayedMs(currentTarget.currentTime * 1_000)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={onEnd}
      />
      <Avatar person={person} size="small" />
      <div className={styles['heard']}>
        <p className={styles['whose']}>
          <Sentence>{text.greeting.of(isolate(person.name))}</Sentence>
        </p>
        <WaveformProgress
          peaks={peaks}
          played={Math.min(1, playedMs / durationMs)}
          className={styles['progress']}
        />
      </div>
      <Button onClick={isPlaying ? skip : play}>{isPlaying ? text.greeting.skip : text.play}</Button>
    </section>
  );
}

/** Plays a recording when the component mounts; returns a function that plays it again. */
function useAutoPlay(
  elementRef: RefObject<HTMLAudioElement | null>,
  blob: Blob,
  onBlocked: () => void,
): () => void {
  const blocked = useEffectEvent(onBlocked);
  useEffect(() => {
    const element = elementRef.current;
    if (element === null) return undefined;
    let isMounted = true;
    let url = '';
    const play = async (): Promise<void> => {
      url = URL.createObjectURL(blob);
      element.src = url;
      await playAlone(element);
    };
    void succeeds(play).then((isPlaying) => !isPlaying && isMounted && blocked());
    return () => {
      isMounted = false;
      attempt(() => element.pause());
      attempt(() => URL.revokeObjectURL(url));
    };
  }, [elementRef, blob]);
  return () => {
    if (elementRef.current !== null) playAlone(elementRef.current).catch(onBlocked);
  };
}
