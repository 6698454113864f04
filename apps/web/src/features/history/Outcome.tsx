import type { Entry } from '@ringback/protocol';
import { ArrowDownLeft, ArrowUpRight, Phone, Video } from 'lucide-react';
import { useAccount } from '../../engine/hooks.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { detailTexts, kindText, labelText } from './entryText.ts';
import styles from './Outcome.module.css';

/** Direction, kind and label of a call: icons for the eye, words for the ear. */
export function Outcome({ entry }: { readonly entry: Entry }) {
  const account = useAccount();
  const details = detailTexts(entry, account.state === 'signedIn' ? account.deviceId : undefined);
  const Direction = entry.direction === 'outgoing' ? ArrowUpRight : ArrowDownLeft;
  const Kind = entry.media === 'video' ? Video : Phone;
  return (
    <span className={styles['outcome']} data-label={entry.label}>
      <Direction aria-hidden="true" size={15} strokeWidth={2.4} className={styles['direction']} />
      <VisuallyHidden>{kindText(entry)}, </VisuallyHidden>
      <span className={styles['label']}>{labelText(entry)}</span>
      {details.map((detail) => (
        <span key={detail} className={styles['detail']}>
          {detail}
        </span>
      ))}
      <Kind aria-hidden="true" size={14} className={styles['kind']} />
    </span>
  );
}
