import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import styles from './Hints.module.css';
import { peerHint, sendingHints } from '../text/sendingText.ts';

/** What one must know to make sense of silence or a missing picture. */
export function Hints({ call }: { readonly call: CurrentCall }) {
  const hints = sendingHints(call);
  const theirs = peerHint(call);
  return (
    <div aria-live="polite" className={styles['hints']}>
      {theirs !== undefined && (
        <p className={styles['peerHint']}>
          <MicOff aria-hidden="true" size={14} /> {theirs}
        </p>
      )}
      {hints.map((hint) => (
        <p key={hint} className={styles['hint']}>
          {hint}
        </p>
      ))}
    </div>
  );
}
