import { useRef } from 'react';
import { useMatchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { classNames } from '../../../ui/styles/classNames.ts';
import type { Voice } from './callLevels.ts';
import styles from './LevelBars.module.css';
import { useLevel } from './useCallLevels.ts';

/** Three bars that fill with a voice. They say nothing to screen readers: who hears the voice needs no meter. */
function LevelBars({ voice, className }: { readonly voice: Voice; readonly className?: string | undefined }) {
  const barsRef = useRef<HTMLSpanElement>(null);
  useLevel(voice, barsRef);
  return (
    <span
      ref={barsRef}
      aria-hidden="true"
      data-meter={voice}
      className={classNames(styles['bars'], className)}
    >
      <i />
      <i />
      <i />
    </span>
  );
}

/** One's own voice, inside the microphone button, beside its icon. */
export function MicrophoneLevel() {
  return <LevelBars voice="mine" className={styles['beside']} />;
}

/** Their voice as bars, for users who want little motion; others see it in the rings. */
export function StillVoice() {
  return useMatchesMedia('(prefers-reduced-motion: reduce)') ? <LevelBars voice="theirs" /> : null;
}
