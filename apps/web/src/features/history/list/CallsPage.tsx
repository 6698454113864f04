import type { CallId } from '@ringback/protocol';
import { Trash2 } from 'lucide-react';
import { useId, useRef } from 'react';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { Page } from '../../../ui/layout/Page.tsx';
import { SearchField } from '../../../ui/controls/SearchField.tsx';
import { tabId, Tabs } from '../../../ui/controls/Tabs.tsx';
import styles from './CallsPage.module.css';
import { EntryRows } from './EntryList.tsx';
import { NoEntries } from './NoEntries.tsx';
import { text } from '../entries/historyText.ts';
import { UndoBar } from '../removal/UndoBar.tsx';
import type { CallsAddress } from './callsAddress.ts';
import { useEntries } from '../entries/useEntries.ts';
import type { Removing } from '../removal/useRemoval.ts';
import { useNotesOf } from '../entries/useNotesOf.ts';
import { useSearch } from '../entries/useSearch.ts';
import { useSeen } from '../entries/useSeen.ts';

const tabs = [
  { id: 'all', label: text.tabs.all },
  { id: 'missed', label: text.tabs.missed },
] as const;

interface Props {
  readonly address: CallsAddress;
  readonly chosen: CallId | undefined;
  readonly removing: Removing;
  readonly onDelete: (callIds: readonly CallId[]) => void;
  /** Deletes all that was placed up to a time of the server. */
  readonly onClear: (before: number) => void;
}

/** The list of calls: whole, the missed ones, or those with people who are searched for. */
export function CallsPage({ address, chosen, removing, onDelete, onClear }: Props) {
  const panelId = useId();
  const panelRef = useRef<HTMLDivElement>(null);
  const reasonId = useId();
  // The button that was pressed goes, and would take the focus to the top of the page.
  const keepFocus = () => panelRef.current?.focus({ preventScroll: true });
  const deleteSome = (callIds: readonly CallId[]) => {
    keepFocus();
    onDelete(callIds);
  };
  const clear = (before: number) => {
    keepFocus();
    onClear(before);
  };
  return (
    <Page title="Calls" aside={<ClearHistory onClear={clear} />}>
      <SearchField
        label={text.search.label}
        hint={text.search.hint}
        text={address.search}
        onChange={(typed) => address.find(typed)}
      />
      <div className={styles['tabs']}>
        <Tabs
          label={text.filter}
          tabs={tabs}
          chosen={address.filter}
          panelId={panelId}
          onChoose={(tab) => address.choose(tab)}
        />
      </div>
      <Reason id={reasonId} />
      <p role="alert" className={styles['problem']}>
        {removing.problem}
      </p>
      <UndoBar {...removing} onUndone={keepFocus} />
      <div
        ref={panelRef}
        role="tabpanel"
        id={panelId}
        tabIndex={-1}
        aria-labelledby={tabId(panelId, address.filter)}
        className={styles['panel']}
      >
        <Calls address={address} chosen={chosen} reasonId={reasonId} onDelete={deleteSome} />
      </div>
    </Page>
  );
}

/** The calls of the tab one is at, or of them those with people who are searched for. */
function Calls({
  address: { filter, search, to },
  chosen,
  reasonId,
  onDelete,
}: Pick<Props, 'address' | 'chosen' | 'onDelete'> & { readonly reasonId: string }) {
  const wanted = search.trim();
  const whole = useEntries(filter);
  const found = useSearch(wanted, filter);
  const list = found ?? whole;
  const seen = useSeen(list.entries);
  useNotesOf(list.entries);
  const isEmpty = list.entries.length === 0 && list.state === 'complete';
  return (
    <>
      <p role="status" className={styles['nothing']}>
        {found !== undefined && isEmpty && text.search.nothing[filter](wanted)}
      </p>
      {found === undefined && isEmpty && <NoEntries filter={filter} />}
      {!isEmpty && (
        <EntryRows
          key={`${filter} ${wanted}`}
          name={found === undefined ? filter : 'found'}
          list={list}
          context={{ ...seen, chosen, reasonId, addressOf: to, onDelete }}
        />
      )}
    </>
  );
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
