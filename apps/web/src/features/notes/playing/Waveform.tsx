import { text } from '../text/notesText.ts';
import styles from './Waveform.module.css';

/** The loudness of a recording over time, and how far it was played. Hidden from screen readers. */
export function Peaks({ peaks, played }: { readonly peaks: readonly number[]; readonly played: number }) {
  return (
    <div aria-hidden="true" className={styles['peaks']}>
      {peaks.map((peak, at) => (
        <span key={at} style={{ '--peak': peak / 100 }} data-played={(at + 0.5) / peaks.length <= played} />
      ))}
    </div>
  );
}

/** The same with the played part as a progress bar for screen readers. */
export function WaveformProgress({
  peaks,
  played,
  className,
}: {
  readonly peaks: readonly number[];
  /** From 0 to 1. */
  readonly played: number;
  readonly className: string | undefined;
}) {
  return (
    <div
      role="progressbar"
      aria-label={text.position}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * played)}
      className={className}
    >
      <Peaks peaks={peaks} played={played} />
    </div>
  );
}
