import type { CallId, HistoryFilter } from '@ringback/protocol';
import { Trash2 } from 'lucide-react';
import { useCallback, useId, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { Button, buttonClass } from '../../../ui/controls/Button.tsx';
import { EmptyState } from '../../../ui/layout/EmptyState.tsx';
import { Page } from '../../../ui/layout/Page.tsx';
import { SearchField } from '../../../ui/fields/SearchField.tsx';
import { tabId, Tabs } from '../../../ui/controls/Tabs.tsx';
import styles from './CallsPage.module.css';
import { EntryList } from './EntryList.tsx';
import { text } from '../entries/historyText.ts';
import { UndoBar } from '../removal/UndoBar.tsx';
import type { CallsAddress } from './callsAddress.ts';
import { useEntries, useEntrySearch } from '../entries/useEntries.ts';
import type { Removal } from '../removal/useRemoval.ts';
import { useNotesOf, useSeen } from '../entries/entryRequests.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';

const tabs = [
  { id: 'all', label: text.tabs.all },
  { id: 'missed', label: text.tabs.missed },
  { id: 'requests', label: text.tabs.requests },
] as const;

interface Props {
  readonly address: CallsAddress;
  readonly selected: CallId | undefined;
  readonly removal: Removal;
  /** Memoize it: a new function renders all rows again. */
  readonly onDelete: (callIds: readonly CallId[]) => void;
  /** Deletes all calls placed up to a server time, in ms. */
  readonly onClear: (before: number) => void;
}

/** The list of calls: all, the missed ones, or the results of a search. */
export function CallsPage({ address, selected, removal, onDelete, onClear }: Props) {
  const panelId = useId();
  const panelRef = useRef<HTMLDivElement>(null);
  const reasonId = useId();
  // Deleting removes the pressed button, and the focus would move to the top of the page.
  const focusPanel = useCallback(() => panelRef.current?.focus({ preventScroll: true }), []);
  const deleteSome = useCallback(
    (callIds: readonly CallId[]) => {
      focusPanel();
      onDelete(callIds);
    },
    [focusPanel, onDelete],
  );
  const clear = (before: number) => {
    focusPanel();
    onClear(before);
  };
  return (
    <Page title="Calls" aside={<ClearHistory onClear={clear} />}>
      <SearchField
        label={text.search.label}
        hint={text.search.hint}
        text={address.search}
        onChange={(typed) => address.setSearch(typed)}
      />
      <div className={styles['tabs']}>
        <Tabs
          label={text.filter}
          tabs={tabs}
          selected={address.filter}
          panelId={panelId}
          onSelect={(tab) => address.setFilter(tab)}
        />
      </div>
      <Reason id={reasonId} />
      <p role="alert" className={styles['problem']}>
        {removal.problem}
      </p>
      <UndoBar {...removal} onUndone={focusPanel} />
      <div
        ref={panelRef}
        role="tabpanel"
        id={panelId}
        tabIndex={-1}
        aria-labelledby={tabId(panelId, address.filter)}
        className={styles['panel']}
      >
        <Calls address={address} selected={selected} reasonId={reasonId} onDelete={deleteSome} />
      </div>
    </Page>
  );
}

/** The calls of the selected tab, or those of them that match the search. */
function Calls({
  address: { filter, search, to },
  selected,
  reasonId,
  onDelete,
}: Pick<Props, 'address' | 'selected' | 'onDelete'> & { readonly reasonId: string }) {
  const query = search.trim();
  const whole = useEntries(filter);
  const found = useEntrySearch(query, filter);
  const list = found ?? whole;
  const seen = useSeen(list.entries);
  const context = useMemo(
    () => ({ ...seen, selected, reasonId, addressOf: to, onDelete }),
    [seen, selected, reasonId, to, onDelete],
  );
  useNotesOf(list.entries);
  const isEmpty = list.entries.length === 0 && list.state === 'complete';
  return (
    <>
      <p role="status" className={styles['nothing']}>
        {found !== undefined && isEmpty && <Sentence>{text.search.nothing[filter](isolate(query))}</Sentence>}
      </p>
      {found === undefined && isEmpty && <NoEntries filter={filter} />}
      {!isEmpty && (
        <EntryList
          key={`${filter} ${query}`}
          name={found === undefined ? filter : 'found'}
          list={list}
          context={context}
        />
      )}
    </>
  );
}

/** Stands in for an empty list. */
function NoEntries({ filter }: { readonly filter: HistoryFilter }) {
  switch (filter) {
    case 'all':
      return (
        <EmptyState
          title={text.empty.all.title}
          action={
            <Link href="/people" className={buttonClass('primary')}>
              {text.empty.all.action}
            </Link>
          }
        >
          <p>{text.empty.all.help}</p>
        </EmptyState>
      );
    case 'missed':
      return (
        <EmptyState title={text.empty.missed.title}>
          <p>{text.empty.missed.help}</p>
        </EmptyState>
      );
    case 'requests':
      return (
        <EmptyState title={text.empty.requests.title}>
          <p>{text.empty.requests.help}</p>
        </EmptyState>
      );
  }
}

function Reason({ id }: { readonly id: string }) {
  return (
    <p id={id} className={styles['reason']}>
      {usePlaceCall().whyNot}
    </p>
  );
}

function ClearHistory({ onClear }: { readonly onClear: (before: number) => void }) {
  const { entries } = useEntries('all');
  const [newest] = entries;
  return (
    <Button
      icon={Trash2}
      disabled={newest === undefined}
      onClick={() => {
        if (newest !== undefined) onClear(newest.placedAt);
      }}
    >
      {text.clear}
    </Button>
  );
}
