import type { CallQuality } from '@ringback/client';
import styles from './QualityMeter.module.css';

const bars: Readonly<Record<CallQuality['grade'], number>> = { poor: 1, fair: 2, good: 3 };

/** How well the call works, as three bars. */
export function QualityMeter({ quality }: { readonly quality: CallQuality | null }) {
  if (quality === null) return null;
  const { grade } = quality;
  return (
    <span
      role="meter"
      aria-label="Call quality"
      aria-valuemin={0}
      aria-valuemax={3}
      aria-valuenow={bars[grade]}
      aria-valuetext={grade}
      title={`Call quality: ${grade}`}
      className={styles['meter']}
      data-grade={grade}
    >
      <span />
      <span />
      <span />
    </span>
  );
}
