import type { EntryList, HistoryFilter } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useId } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { useMinute } from '../../ui/useMinute.ts';
import styles from './CallsPage.module.css';
import { groupByDay } from './days.ts';
import { EntryRow } from './EntryRow.tsx';
import { text } from './text.ts';
import { useWhenVisible } from './useWhenVisible.ts';

interface Props {
  readonly filter: HistoryFilter;
  readonly list: EntryList;
  readonly fresh: ReadonlySet<CallId>;
  readonly chosen: CallId | undefined;
  readonly reasonId: string;
}

/** The entries of a list by days, and what is to be said where there are none or not all. */
export function EntryRows({ filter, list, fresh, chosen, reasonId }: Props) {
  const id = useId();
  const nowMs = useMinute();
  if (list.entries.length === 0 && list.state === 'complete') return <NoEntries filter={filter} />;
  return (
    <>
      <div role="list" aria-label={text.list} className={styles['list']}>
        {groupByDay(list.entries, nowMs).map(({ number, heading, entries }) => [
          // Between the lines of a list no heading is allowed; these words are read all the same.
          <div key={number} id={`${id}-${number}`} className={styles['day']}>
            {heading}
          </div>,
          ...entries.map((entry) => (
            <EntryRow
              key={entry.callId}
              entry={entry}
              isNew={fresh.has(entry.callId)}
              isChosen={entry.callId === chosen}
              reasonId={reasonId}
            />
          )),
        ])}
      </div>
      <Rest filter={filter} list={list} />
    </>
  );
}

function NoEntries({ filter }: { readonly filter: HistoryFilter }) {
  const { title, help } = text.empty[filter];
  return (
    <Empty title={title}>
      <p>{help}</p>
    </Empty>
  );
}

/** What stands below the last entry that was fetched. */
function Rest({ filter, list }: Pick<Props, 'filter' | 'list'>) {
  const engine = useEngine();
  const load = () => void engine.loadHistory(filter);
  switch (list.state) {
    case 'complete':
      return null;
    case 'unknown':
    case 'loading':
      return <p className={styles['rest']}>{text.loading}</p>;
    case 'partial':
      return <Older onLoad={load} />;
    case 'failed':
      return (
        <div className={styles['rest']}>
          <p role="alert">{text.failed}</p>
          <Button onClick={load}>{text.retry}</Button>
        </div>
      );
  }
}

function Older({ onLoad }: { readonly onLoad: () => void }) {
  const buttonRef = useWhenVisible<HTMLButtonElement>(onLoad);
  return (
    <div className={styles['rest']}>
      <Button ref={buttonRef} onClick={onLoad}>
        {text.older}
      </Button>
    </div>
  );
}
