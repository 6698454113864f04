import type { HistoryFilter } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { Trash2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useCalls, useHistory } from '../../engine/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Page } from '../../ui/Page.tsx';
import { tabId, Tabs } from '../../ui/Tabs.tsx';
import { whyNotPlace } from '../../words/cannotPlace.ts';
import styles from './CallsPage.module.css';
import { EntryRows } from './EntryRows.tsx';
import { text } from './text.ts';
import { useEntries } from './useEntries.ts';
import { useSeen } from './useSeen.ts';

const tabs = [
  { id: 'all', label: text.tabs.all },
  { id: 'missed', label: text.tabs.missed },
] as const;

interface Props {
  readonly chosen: CallId | undefined;
  /** Why entries that were to be deleted are still there. */
  readonly problem: string | undefined;
  readonly onDelete: (callId: CallId) => void;
  readonly onClear: () => void;
}

/** The list of calls, whole or only the missed ones. */
export function CallsPage({ chosen, problem, onDelete, onClear }: Props) {
  const panelId = useId();
  const panelRef = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const list = useEntries(filter);
  const fresh = useSeen(list.entries);
  const reason = whyNotPlace(useCalls());
  const reasonId = useId();
  const deleteOne = (callId: CallId) => {
    // The button goes with its line, and would take the focus to the top of the page.
    panelRef.current?.focus({ preventScroll: true });
    onDelete(callId);
  };
  return (
    <Page title="Calls" aside={<ClearHistory onClear={onClear} />}>
      <Tabs label={text.filter} tabs={tabs} chosen={filter} panelId={panelId} onChoose={setFilter} />
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      <p role="alert" className={styles['problem']}>
        {problem}
      </p>
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

function ClearHistory({ onClear }: { readonly onClear: () => void }) {
  const isEmpty = useHistory().all.entries.length === 0;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon={Trash2} disabled={isEmpty} onClick={() => setAsking(true)}>
        {text.clear.confirm}
      </Button>
      {asking && (
        <ConfirmDialog
          {...text.clear}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onClear();
          }}
        />
      )}
    </>
  );
}
