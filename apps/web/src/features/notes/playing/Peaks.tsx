import type { CSSProperties } from 'react';
import styles from './Peaks.module.css';

/** Where a recording is loud, and how far it was played. Says nothing to screen readers. */
export function Peaks({ peaks, played }: { readonly peaks: readonly number[]; readonly played: number }) {
  return (
    <div aria-hidden="true" className={styles['peaks']}>
      {peaks.map((peak, at) => {
        const look: CSSProperties & Record<'--peak', number> = { '--peak': peak / 100 };
        return <span key={at} style={look} data-played={(at + 0.5) / peaks.length <= played} />;
      })}
    </div>
  );
}
