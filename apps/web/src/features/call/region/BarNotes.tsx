import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import styles from './BarNotes.module.css';
import { OfferNote } from './OfferNote.tsx';
import { silenceInShort } from '../text/sendingText.ts';

/** What cannot wait until the call has the whole screen again: a line below the bar, only while there is something to say. */
export function BarNotes({ call: { microphoneTrouble, offer } }: { readonly call: CurrentCall }) {
  return (
    <div className={styles['notes']}>
      <p aria-live="polite" className={styles['silence']}>
        {microphoneTrouble !== undefined && (
          <>
            <MicOff aria-hidden="true" size={14} /> {silenceInShort}
          </>
        )}
      </p>
      <OfferNote offer={offer} />
    </div>
  );
}
