import type { EquipmentOffer } from '@ringback/client';
import { X } from 'lucide-react';
import { Button, IconButton } from '../../../ui/controls/Button.tsx';
import styles from './OfferNote.module.css';
import { text } from '../text/callText.ts';

/** Offers what was plugged in during the call. The element is there all along, so that an offer is read out. */
export function OfferNote({ offer }: { readonly offer: EquipmentOffer | undefined }) {
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
