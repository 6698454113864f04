import type { CurrentCall, DeviceOffer } from '@ringback/client';
import { MicOff, X } from 'lucide-react';
import { Button, IconButton } from '../../../ui/controls/Button.tsx';
import { text } from '../text/callText.ts';
import { peerHint, sendingHints, silenceInShort } from '../text/sendingText.ts';
import styles from './CallNotes.module.css';

/** Explains silence or a missing picture in the call, and what to do about it. */
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

/** A line below the bar for what cannot wait until the call fills the screen again. */
export function BarNotes({ call: { microphoneProblem, offer } }: { readonly call: CurrentCall }) {
  return (
    <div className={styles['notes']}>
      <p aria-live="polite" className={styles['silence']}>
        {microphoneProblem !== undefined && (
          <>
            <MicOff aria-hidden="true" size={14} /> {silenceInShort}
          </>
        )}
      </p>
      <OfferNote offer={offer} />
    </div>
  );
}

/** Offers a device that was plugged in during the call. The live region is always present, so that screen readers announce an offer. */
export function OfferNote({ offer }: { readonly offer: DeviceOffer | undefined }) {
  return (
    <div aria-live="polite">
      {offer !== undefined && (
        <div className={styles['offer']}>
          <p className={styles['words']}>{text.offer(offer.label)}</p>
          <Button tone="primary" onClick={offer.use}>
            {text.use}
          </Button>
          <IconButton label={text.dismiss} icon={X} onClick={offer.dismiss} />
        </div>
      )}
    </div>
  );
}
