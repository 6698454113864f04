import type { HistoryFilter } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { Trash2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useCalls, useHistory } from '../../engine/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { tabId, Tabs } from '../../ui/Tabs.tsx';
import { whyNotPlace } from '../../words/cannotPlace.ts';
import styles from './CallsPage.module.css';
import { EntryRows } from './EntryRows.tsx';
import { withoutRemoved, type Removal } from './removal.ts';
import { text } from './text.ts';
import { UndoBar } from './UndoBar.tsx';
import { useEntries } from './useEntries.ts';
import type { Removing } from './useRemoval.ts';
import { useSeen } from './useSeen.ts';

const tabs = [
  { id: 'all', label: text.tabs.all },
  { id: 'missed', label: text.tabs.missed },
] as const;

interface Props {
  readonly chosen: CallId | undefined;
  readonly removing: Removing;
  readonly onDelete: (callId: CallId) => void;
  /** Deletes all that was placed up to a time of the server. */
  readonly onClear: (before: number) => void;
}

/** The list of calls, whole or only the missed ones. */
export function CallsPage({ chosen, removing, onDelete, onClear }: Props) {
  const panelId = useId();
  const panelRef = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const list = withoutRemoved(useEntries(filter), removing.pending);
  const fresh = useSeen(list.entries);
  const reason = whyNotPlace(useCalls());
  const reasonId = useId();
  // The button that was pressed goes, and would take the focus to the top of the page.
  const keepFocus = () => panelRef.current?.focus({ preventScroll: true });
  const deleteOne = (callId: CallId) => {
    keepFocus();
    onDelete(callId);
  };
  const clear = (before: number) => {
    keepFocus();
    onClear(before);
  };
  return (
    <Page title="Calls" aside={<ClearHistory pending={removing.pending} onClear={clear} />}>
      <Tabs label={text.filter} tabs={tabs} chosen={filter} panelId={panelId} onChoose={setFilter} />
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      <p role="alert" className={styles['problem']}>
        {removing.problem}
      </p>
      <UndoBar {...removing} onUndone={keepFocus} />
      <div
        ref={panelRef}
        role="tabpanel"
        id={panelId}
        tabIndex={-1}
        aria-labelledby={tabId(panelId, filter)}
        className={styles['panel']}
      >
        <EntryRows {...{ filter, list, fresh, chosen, reasonId }} onDelete={deleteOne} />
      </div>
    </Page>
  );
}

function ClearHistory({
  pending,
  onClear,
}: {
  readonly pending: Removal | undefined;
  readonly onClear: (before: number) => void;
}) {
  const [newest] = withoutRemoved(useHistory().all, pending).entries;
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
