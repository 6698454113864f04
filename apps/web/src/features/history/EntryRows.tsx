import type { EntryList, HistoryFilter } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { Link } from 'wouter';
import { Empty } from '../../ui/Empty.tsx';
import { useMinute } from '../../ui/useMinute.ts';
import styles from './CallsPage.module.css';
import { groupByDay } from './days.ts';
import { EntryRow } from './EntryRow.tsx';
import { Rest } from './Rest.tsx';
import { text } from './text.ts';

interface Props {
  readonly filter: HistoryFilter;
  readonly list: EntryList;
  readonly fresh: ReadonlySet<CallId>;
  readonly chosen: CallId | undefined;
  readonly reasonId: string;
  readonly onDelete: (callId: CallId) => void;
}

/** The entries of a list by days, and what is to be said where there are none or not all. */
export function EntryRows({ filter, list, fresh, chosen, reasonId, onDelete }: Props) {
  const nowMs = useMinute();
  if (list.entries.length === 0 && list.state === 'complete') return <NoEntries filter={filter} />;
  return (
    <>
      <div role="list" aria-label={text.list} className={styles['list']}>
        {groupByDay(list.entries, nowMs).map(({ number, heading, entries }) => [
          // Between the lines of a list no heading is allowed; these words are read all the same.
          <div key={number} className={styles['day']}>
            {heading}
          </div>,
          ...entries.map((entry) => (
            <EntryRow
              key={entry.callId}
              entry={entry}
              isNew={fresh.has(entry.callId)}
              isChosen={entry.callId === chosen}
              reasonId={reasonId}
              onDelete={() => onDelete(entry.callId)}
            />
          )),
        ])}
      </div>
      <Rest filter={filter} state={list.state} />
    </>
  );
}

function NoEntries({ filter }: { readonly filter: HistoryFilter }) {
  switch (filter) {
    case 'all':
      return (
        <Empty
          title={text.empty.all.title}
          action={
            <Link href="/people" className={styles['action'] ?? ''}>
              {text.empty.all.action}
            </Link>
          }
        >
          <p>{text.empty.all.help}</p>
        </Empty>
      );
    case 'missed':
      return (
        <Empty title={text.empty.missed.title}>
          <p>{text.empty.missed.help}</p>
        </Empty>
      );
  }
}
