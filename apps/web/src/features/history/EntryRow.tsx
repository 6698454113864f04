import type { Entry } from '@ringback/protocol';
import { Info, Phone, Trash2, Video } from 'lucide-react';
import { useLocation } from 'wouter';
import { useCalls } from '../../engine/hooks.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { formatTime } from '../../ui/when.ts';
import { whyNotPlace } from '../../words/cannotPlace.ts';
import styles from './EntryRow.module.css';
import { callButtonText } from './entryText.ts';
import { Outcome } from './Outcome.tsx';
import { text } from './text.ts';

interface Props {
  readonly entry: Entry;
  readonly isNew: boolean;
  readonly isChosen: boolean;
  readonly reasonId: string;
  readonly onDelete: () => void;
}

/** One line of the history. */
export function EntryRow({ entry, isNew, isChosen, reasonId, onDelete }: Props) {
  const [, navigate] = useLocation();
  return (
    <div role="listitem" className={styles['row']} data-new={isNew} data-chosen={isChosen}>
      <Avatar person={entry.peer} />
      <div className={styles['words']}>
        <span className={styles['name']}>{entry.peer.name}</span>
        <Outcome entry={entry} className={styles['line']}>
          <span className={styles['time']}>
            {text.at}{' '}
            <time dateTime={new Date(entry.placedAt).toISOString()}>{formatTime(entry.placedAt)}</time>
          </span>
        </Outcome>
      </div>
      <div className={styles['buttons']}>
        <CallButton entry={entry} reasonId={reasonId} />
        <IconButton label={text.details} icon={Info} onClick={() => navigate(`/calls/${entry.callId}`)} />
        <IconButton label={text.delete} icon={Trash2} tone="danger" onClick={onDelete} />
      </div>
    </div>
  );
}

function CallButton({ entry, reasonId }: Pick<Props, 'entry' | 'reasonId'>) {
  const calls = useCalls();
  const reason = whyNotPlace(calls);
  return (
    <IconButton
      label={callButtonText(entry)}
      icon={entry.media === 'video' ? Video : Phone}
      tone="primary"
      onClick={() => calls.place?.(entry.peer, entry.media)}
      {...(reason !== undefined && { disabled: true, title: reason, 'aria-describedby': reasonId })}
    />
  );
}
