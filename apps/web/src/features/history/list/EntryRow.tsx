import type { CallId, Entry } from '@ringback/protocol';
import { ChevronDown, ChevronUp, Info, Phone, Trash2, Video } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { OnVisible } from '../../../ui/visibility/OnVisible.tsx';
import { formatTime } from '../../../ui/time/formatTime.ts';
import { fromList } from './backToList.ts';
import styles from './EntryRow.module.css';
import { callButtonText } from '../entries/entryText.ts';
import type { Line, Repeats } from './historyRows.ts';
import { NoteMark } from './NoteMark.tsx';
import { Outcome } from '../entries/Outcome.tsx';
import { text } from '../entries/historyText.ts';

/** What the rows of a list have in common. */
export interface RowContext {
  /** Calls that were new when the list was opened. */
  readonly fresh: ReadonlySet<CallId>;
  /** The user has seen calls; undefined while nobody can be told. */
  readonly onSeen: ((...callIds: readonly CallId[]) => void) | undefined;
  readonly chosen: CallId | undefined;
  /** The element that tells why nobody can be called now. */
  readonly reasonId: string;
  readonly addressOf: (callId: CallId) => string;
  readonly onDelete: (callIds: readonly CallId[]) => void;
  /** Folds repeats, or unfolds them. */
  readonly onFold: (repeats: Repeats, how: 'fold' | 'unfold') => void;
}

interface Props {
  readonly line: Exclude<Line, { kind: 'day' }>;
  readonly context: RowContext;
}

/**
 * One call of the history, or repeats that stand as one; their buttons are about the newest, but for "Delete". Kept while
 * one scrolls: with each frame only lines that are new in the page are drawn.
 */
export const EntryRow = memo(function EntryRow({ line, context }: Props) {
  const repeats: Repeats = line.kind === 'folded' ? line.repeats : [line.entry];
  const [entry] = repeats;
  const callIds = repeats.map(({ callId }) => callId);
  const { fresh, chosen, reasonId, onDelete, onSeen } = context;
  const unseen = repeats.filter(({ seen }) => !seen).map(({ callId }) => callId);
  return (
    <div
      className={styles['row']}
      data-new={callIds.some((callId) => fresh.has(callId))}
      data-chosen={callIds.some((callId) => callId === chosen)}
    >
      <Avatar person={entry.peer} />
      <div className={styles['words']}>
        <span className={styles['name']}>{entry.peer.name}</span>
        <Outcome entry={entry} times={repeats.length} className={styles['line']}>
          <span className={styles['time']}>
            {text.at}{' '}
            <time dateTime={new Date(entry.placedAt).toISOString()}>{formatTime(entry.placedAt)}</time>
          </span>
        </Outcome>
        <NoteMark callIds={callIds} />
        <FoldButton line={line} onFold={context.onFold} />
        {onSeen !== undefined && unseen.length > 0 && (
          <OnVisible className={styles['sight']} onVisible={() => onSeen(...unseen)} />
        )}
      </div>
      <div className={styles['buttons']}>
        <CallButton entry={entry} reasonId={reasonId} />
        <DetailsButton address={context.addressOf(entry.callId)} />
        <IconButton
          label={text.deleteSome(repeats.length)}
          icon={Trash2}
          tone="danger"
          onClick={() => onDelete(callIds)}
        />
      </div>
    </div>
  );
});

function FoldButton({ line, onFold }: Pick<Props, 'line'> & Pick<RowContext, 'onFold'>): ReactNode {
  const [repeats, how] =
    line.kind === 'folded' ? [line.repeats, 'unfold' as const] : [line.foldable, 'fold' as const];
  if (repeats === undefined) return null;
  const Icon = how === 'unfold' ? ChevronDown : ChevronUp;
  return (
    <button
      type="button"
      className={styles['fold']}
      data-unfold={how === 'unfold' ? '' : undefined}
      onClick={() => onFold(repeats, how)}
    >
      {how === 'unfold' ? text.unfold(repeats.length) : text.fold(repeats.length)}
      <Icon aria-hidden="true" size={16} strokeWidth={2.2} />
    </button>
  );
}

function DetailsButton({ address }: { readonly address: string }) {
  const [, navigate] = useLocation();
  return (
    <IconButton label={text.details} icon={Info} onClick={() => navigate(address, { state: fromList })} />
  );
}

function CallButton({ entry, reasonId }: { readonly entry: Entry; readonly reasonId: string }) {
  const { place, whyNot: reason } = usePlaceCall();
  return (
    <IconButton
      label={callButtonText(entry)}
      icon={entry.media === 'video' ? Video : Phone}
      tone="primary"
      onClick={() => place?.(entry.peer, entry.media)}
      {...(reason !== undefined && { disabled: true, title: reason, 'aria-describedby': reasonId })}
    />
  );
}
