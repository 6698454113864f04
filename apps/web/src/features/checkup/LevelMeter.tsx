import { useEffect } from 'react';
import styles from './InputCheck.module.css';
import { filling, isHeard } from './level.ts';
import { useLoudness } from './useLoudness.ts';

/** Moves with what a microphone hears. Says nothing to screen readers: that something was heard is said beside it. */
export function LevelMeter({
  track,
  onHeard,
}: {
  readonly track: MediaStreamTrack;
  readonly onHeard: () => void;
}) {
  const loudness = useLoudness(track);
  const heard = isHeard(loudness);
  useEffect(() => {
    if (heard) onHeard();
  }, [heard, onHeard]);
  return (
    <div aria-hidden="true" className={styles['meter']}>
      <div className={styles['level']} style={{ '--level': filling(loudness) }} />
    </div>
  );
}
