import { useRef } from 'react';
import styles from './VoiceRings.module.css';
import { useLevel } from './useCallLevels.ts';

/** Rings around the portrait that move with their voice. Fills its container, whose corners it takes over. */
export function VoiceRings() {
  const ringsRef = useRef<HTMLSpanElement>(null);
  useLevel('theirs', ringsRef);
  return (
    <span ref={ringsRef} aria-hidden="true" data-meter="theirs" className={styles['rings']}>
      <i />
      <i />
      <i />
    </span>
  );
}

/** The same as a border of their picture. Fills its container, over the picture. */
export function VoiceBorder() {
  const borderRef = useRef<HTMLSpanElement>(null);
  useLevel('theirs', borderRef);
  return <span ref={borderRef} aria-hidden="true" data-meter="theirs" className={styles['border']} />;
}
