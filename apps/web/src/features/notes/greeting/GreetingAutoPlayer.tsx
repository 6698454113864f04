import type { HeardGreeting } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './GreetingAutoPlayer.module.css';
import { Peaks } from '../playing/Peaks.tsx';
import { playAlone } from '../playing/playback.ts';
import { text } from '../notesText.ts';

/** Plays a greeting as soon as it is there, in one line; `onOver` also where it is skipped or cannot be heard. */
export function GreetingInPassing({
  greeting: { blob, durationMs, peaks },
  person,
  onOver,
}: {
  readonly greeting: HeardGreeting;
  readonly person: Person;
  readonly onOver: () => void;
}) {
  const elementRef = useRef<HTMLAudioElement>(null);
  const [playedMs, setPlayedMs] = useState(0);
  const [isPlaying, setPlaying] = useState(true);
  const play = usePlayedAtOnce(elementRef, blob, () => {
    setPlaying(false);
    onOver();
  });
  const skip = (): void => {
    elementRef.current?.pause();
    onOver();
  };
  const of = text.greeting.of(person.name);
  return (
    <section aria-label={of} className={styles['greeting']}>
      <audio
        ref={elementRef}
        hidden
        onTimeUpdate={({ currentTarget }) => setPlayedMs(currentTarget.currentTime * 1_000)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={onOver}
      />
      <Avatar person={person} size="small" />
      <div className={styles['heard']}>
        <p className={styles['whose']}>{of}</p>
        <Progress played={Math.min(1, playedMs / durationMs)} peaks={peaks} />
      </div>
      <Button onClick={isPlaying ? skip : play}>{isPlaying ? text.greeting.skip : text.play}</Button>
    </section>
  );
}

/** Plays what was recorded once the element is there; gives what plays it again. */
function usePlayedAtOnce(
  elementRef: RefObject<HTMLAudioElement | null>,
  blob: Blob,
  onBlocked: () => void,
): () => void {
  const blocked = useEffectEvent(onBlocked);
  useEffect(() => {
    const element = elementRef.current;
    if (element === null) return undefined;
    let isWanted = true;
    const url = URL.createObjectURL(blob);
    element.src = url;
    playAlone(element).catch(() => isWanted && blocked());
    return () => {
      isWanted = false;
      element.pause();
      URL.revokeObjectURL(url);
    };
  }, [elementRef, blob]);
  return () => {
    if (elementRef.current !== null) playAlone(elementRef.current).catch(onBlocked);
  };
}

function Progress({ played, peaks }: { readonly played: number; readonly peaks: readonly number[] }) {
  return (
    <div
      role="progressbar"
      aria-label={text.position}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * played)}
      className={styles['progress']}
    >
      <Peaks peaks={peaks} played={played} />
    </div>
  );
}
