import type { CurrentCall, HoldState } from '@ringback/client';
import { isolatePeer, Sentence } from '../../../ui/layout/Sentence.tsx';
import { useNow } from '../../../ui/time/clocks.ts';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import styles from './HoldNote.module.css';

/** Who holds the call, and its duration, which runs on while the status reads "On hold". */
export function HoldNote({ call }: { readonly call: CurrentCall }) {
  const { status, holdState, peer } = isolatePeer(call);
  if (status.kind !== 'held') return null;
  return (
    <p className={styles['note']}>
      <span>
        <Sentence>{holdText(holdState, peer.name)}</Sentence>
      </span>
      <Duration sinceMs={status.sinceMs} />
    </p>
  );
}

function Duration({ sinceMs }: { readonly sinceMs: number }) {
  return <span className={styles['time']}>{formatDuration(useNow(sinceMs) - sinceMs)}</span>;
}

/** What a hold means for this side. */
function holdText(hold: HoldState, name: string): string {
  switch (hold) {
    case 'none':
      return '';
    case 'mine':
      return `${name} can't hear or see you.`;
    case 'theirs':
      return `${name} put you on hold.`;
    case 'both':
      return 'You both put this call on hold.';
  }
}
