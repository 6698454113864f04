import { bounds } from '@ringback/protocol';
import type { CSSProperties } from 'react';
import { formatDuration } from '../../../ui/time/duration.ts';
import styles from './ProgressRing.module.css';
import { text } from '../notesText.ts';

/** Of the circle that is drawn, in its own units. */
const radius = 46;
const length = 2 * Math.PI * radius;
const mostSeconds = bounds.noteMs / 1_000;

/** How much of thirty seconds is recorded, as a ring around the time; a disc in it grows with the voice. */
export function ProgressRing({
  elapsedMs,
  level,
}: {
  readonly elapsedMs: number;
  /** From 0 to 1. */
  readonly level: number;
}) {
  const fraction = Math.min(1, elapsedMs / bounds.noteMs);
  const seconds = Math.floor(Math.min(elapsedMs, bounds.noteMs) / 1_000);
  // Loudness is heard by its order of magnitude: a quiet voice must be seen, too.
  const look: CSSProperties & Record<'--level', number> = { '--level': Math.sqrt(level) };
  return (
    <div
      role="progressbar"
      aria-label={text.recorded}
      aria-valuemin={0}
      aria-valuemax={mostSeconds}
      aria-valuenow={seconds}
      aria-valuetext={text.ofThirty(seconds)}
      className={styles['ring']}
      style={look}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r={radius} className={styles['track']} />
        <circle
          cx="50"
          cy="50"
          r={radius}
          className={styles['bar']}
          strokeDasharray={length}
          strokeDashoffset={length * (1 - fraction)}
        />
      </svg>
      <span className={styles['level']} />
      <span className={styles['time']}>{formatDuration(elapsedMs)}</span>
    </div>
  );
}
