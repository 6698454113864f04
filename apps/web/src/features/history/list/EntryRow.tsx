import type { CallId, Entry, Note } from '@ringback/protocol';
import { AudioLines, ChevronDown, ChevronUp, Info, Phone, Trash2, Video } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { useNotes } from '../../../engine/storeHooks.ts';
import { noteDuration, noteKind, playedText } from '../../../i18n/sharedText.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { ListRow } from '../../../ui/layout/Page.tsx';
import { formatTime } from '../../../ui/time/formatTime.ts';
import { OnVisible } from '../../../ui/visibility/OnVisible.tsx';
import { callButtonText } from '../entries/entryText.ts';
import { text } from '../entries/historyText.ts';
import { Outcome } from '../entries/Outcome.tsx';
import { fromList } from './callsAddress.ts';
import styles from './EntryRow.module.css';
import { entriesOf, isSameRow, type CallGroup, type EntryRowData } from './historyRows.ts';

/** What the rows of a list have in common. */
export interface RowContext {
  /** Calls that were unseen when they appeared in the list. */
  readonly fresh: ReadonlySet<CallId>;
  /** Marks calls as seen; undefined while the server is unreachable. */
  readonly onSeen: ((...callIds: readonly CallId[]) => void) | undefined;
  readonly selected: CallId | undefined;
  /** The id of the element that says why no call can be placed. */
  readonly reasonId: string;
  readonly addressOf: (callId: CallId) => string;
  readonly onDelete: (callIds: readonly CallId[]) => void;
  readonly onToggleGroup: (group: CallGroup, action: 'collapse' | 'expand') => void;
}

interface Props {
  readonly row: EntryRowData;
  readonly context: RowContext;
}

/**
 * One call of the history, or a group of calls in one row. The buttons of a group act on the newest call, except "Delete".
 * Memoized: while scrolling, each frame renders only rows that are new in the page.
 */
export const EntryRow = memo(
  function EntryRow({ row, context }: Props) {
    const group = entriesOf(row);
    const [entry] = group;
    const callIds = group.map(({ callId }) => callId);
    const { fresh, selected, reasonId, onDelete, onSeen } = context;
    const unseen = group.filter(({ seen }) => !seen).map(({ callId }) => callId);
    return (
      <ListRow
        className={styles['row']}
        data-new={callIds.some((callId) => fresh.has(callId))}
        isSelected={callIds.some((callId) => callId === selected)}
        avatar={<Avatar person={entry.peer} />}
        buttons={
          <div className={styles['buttons']}>
            <CallButton entry={entry} reasonId={reasonId} />
            <DetailsButton address={context.addressOf(entry.callId)} />
            <IconButton
              label={text.deleteSome(group.length)}
              icon={Trash2}
              tone="danger"
              onClick={() => onDelete(callIds)}
            />
          </div>
        }
      >
        <span dir="auto" className={styles['name']}>
          {entry.peer.name}
        </span>
        <Outcome entry={entry} times={group.length} className={styles['outcome']}>
          <span className={styles['time']}>
            {text.at}{' '}
            <time dateTime={new Date(entry.placedAt).toISOString()}>{formatTime(entry.placedAt)}</time>
          </span>
        </Outcome>
        <NoteHint callIds={callIds} />
        <ToggleGroupButton row={row} onToggleGroup={context.onToggleGroup} />
        {onSeen !== undefined && unseen.length > 0 && (
          <OnVisible className={styles['visibilitySpot']} onVisible={() => onSeen(...unseen)} />
        )}
      </ListRow>
    );
  },
  (before, after) => before.context === after.context && isSameRow(before.row, after.row),
);

/** Says that a note was left after one of these calls, and whether it was played. Unplayed notes come first. */
function NoteHint({ callIds }: { readonly callIds: readonly CallId[] }) {
  const note = useNotes(({ known }) => mostRelevantNote(known, callIds));
  if (note === undefined) return null;
  return (
    <span className={styles['note']} data-played={note.playedAt !== undefined}>
      <AudioLines aria-hidden="true" size={15} strokeWidth={2.2} />
      {`${noteKind(note.media)}, ${noteDuration(note.durationMs)}, ${playedText(note)}`}
    </span>
  );
}

function mostRelevantNote(known: readonly Note[], callIds: readonly CallId[]): Note | undefined {
  const left = known.filter(({ callId }) => callIds.includes(callId));
  return left.findLast(({ playedAt }) => playedAt === undefined) ?? left.at(-1);
}

function ToggleGroupButton({
  row,
  onToggleGroup,
}: Pick<Props, 'row'> & Pick<RowContext, 'onToggleGroup'>): ReactNode {
  const [group, action] =
    row.kind === 'group' ? [row.group, 'expand' as const] : [row.collapsible, 'collapse' as const];
  if (group === undefined) return null;
  const Icon = action === 'expand' ? ChevronDown : ChevronUp;
  return (
    <button
      type="button"
      className={styles['toggle']}
      data-expand={action === 'expand' ? '' : undefined}
      onClick={() => onToggleGroup(group, action)}
    >
      {action === 'expand' ? text.expand(group.length) : text.collapse(group.length)}
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
