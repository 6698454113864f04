import { useEffect, useRef } from 'react';
import styles from './VoiceMeter.module.css';

/** Bars of one meter; those in the middle move the most. */
const count = 21;
const shares = Array.from({ length: count }, (_, at) => {
  const fromMiddle = Math.abs(at - (count - 1) / 2) / (count / 2);
  // An uneven outline looks like a voice; an even one like a machine.
  return (1 - fromMiddle ** 1.6) * (0.7 + 0.3 * Math.abs(Math.sin(at * 2.7)));
});

/** Calls back with a loudness from 0 to 1, until the returned function is called. */
export type LevelSource = (listener: (level: number) => void) => () => void;

/** The loudness of a microphone as bars. Hidden from screen readers. Follows it without rendering. */
export function VoiceMeter({ onLevel }: { readonly onLevel: LevelSource }) {
  const meterRef = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      onLevel((level) => {
        // Loudness is perceived by its order of magnitude: the root makes a quiet voice visible too.
        meterRef.current?.style.setProperty('--level', Math.sqrt(level).toFixed(2));
      }),
    [onLevel],
  );
  return (
    <div ref={meterRef} aria-hidden="true" className={styles['meter']}>
      {shares.map((share, at) => (
        <span key={at} style={{ '--share': share }} />
      ))}
    </div>
  );
}
