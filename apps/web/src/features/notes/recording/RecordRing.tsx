import { bounds } from '@ringback/protocol';
import { useEffect, useRef } from 'react';
import { useElapsed } from '../../../ui/time/clocks.ts';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { text } from '../text/notesText.ts';
import styles from './RecordRing.module.css';
import type { Recording } from './useRecording.ts';

/** The radius of the circle, in units of the view box. */
const radius = 46;
const circumference = 2 * Math.PI * radius;
const maxSeconds = bounds.noteMs / 1_000;

/** The one button of a recording: records, and then stops. The ring around it fills within the longest time. */
export function RecordRing({ recording }: { readonly recording: Recording }) {
  const isRecording = recording.state === 'recording';
  const elapsedMs = useElapsed(isRecording ? recording.sinceMs : undefined);
  const press = isRecording ? recording.stop : 'record' in recording ? recording.record : undefined;
  return (
    <div className={styles['controls']}>
      <span className={styles['time']}>{formatDuration(elapsedMs)}</span>
      <div className={styles['ring']}>
        <Progress elapsedMs={elapsedMs} />
        <MainButton label={isRecording ? text.stop : text.record} press={press} />
      </div>
      <span className={styles['limit']}>{formatDuration(bounds.noteMs)}</span>
    </div>
  );
}

function Progress({ elapsedMs }: { readonly elapsedMs: number }) {
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
      className={styles['progress']}
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
    </div>
  );
}

/** The same element for both, so that the focus stays where it is. */
function MainButton({
  label,
  press,
}: {
  readonly label: string;
  /** Undefined while nothing can be recorded. */
  readonly press: (() => void) | undefined;
}) {
  const buttonRef = useRef<HTMLButtonElement>(null);
  const isPossible = press !== undefined;
  useEffect(() => {
    if (isPossible) buttonRef.current?.focus();
  }, [isPossible]);
  return (
    <button
      ref={buttonRef}
      type="button"
      aria-label={label}
      title={label}
      disabled={!isPossible}
      data-running={label === text.stop}
      className={styles['button']}
      onClick={press}
    >
      <span className={styles['shape']} />
    </button>
  );
}
