import { bounds } from '@ringback/protocol';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import styles from './ProgressRing.module.css';
import { text } from '../text/notesText.ts';

/** The radius of the circle, in units of the view box. */
const radius = 46;
const circumference = 2 * Math.PI * radius;
const maxSeconds = bounds.noteMs / 1_000;

/** The recorded part of the maximum length as a ring around the time; a disc inside grows with the voice. */
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
  return (
    <div
      role="progressbar"
      aria-label={text.recorded}
      aria-valuemin={0}
      aria-valuemax={maxSeconds}
      aria-valuenow={seconds}
      aria-valuetext={text.ofThirty(seconds)}
      className={styles['ring']}
      // Loudness is perceived by its order of magnitude: the root makes a quiet voice visible too.
      style={{ '--level': Math.sqrt(level) }}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r={radius} className={styles['track']} />
        <circle
          cx="50"
          cy="50"
          r={radius}
          className={styles['bar']}
          strokeDasharray={circumference}
          strokeDashoffset={circumference * (1 - fraction)}
        />
      </svg>
      <span className={styles['level']} />
      <span className={styles['time']}>{formatDuration(elapsedMs)}</span>
    </div>
  );
}
