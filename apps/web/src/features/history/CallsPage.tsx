import type { HistoryFilter } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useCalls } from '../../engine/hooks.ts';
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

/** The list of calls, whole or only the missed ones. */
export function CallsPage({ chosen }: { readonly chosen: CallId | undefined }) {
  const panelId = useId();
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const list = useEntries(filter);
  const fresh = useSeen(list.entries);
  const reason = whyNotPlace(useCalls());
  const reasonId = useId();
  return (
    <Page title="Calls" aside={<ClearHistory disabled={list.entries.length === 0} />}>
      <Tabs label={text.filter} tabs={tabs} chosen={filter} panelId={panelId} onChoose={setFilter} />
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      <div role="tabpanel" id={panelId} aria-labelledby={tabId(panelId, filter)} className={styles['panel']}>
        <EntryRows filter={filter} list={list} fresh={fresh} chosen={chosen} reasonId={reasonId} />
      </div>
    </Page>
  );
}

function ClearHistory({ disabled }: { readonly disabled: boolean }) {
  const engine = useEngine();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon={Trash2} disabled={disabled} onClick={() => setAsking(true)}>
        {text.clear.confirm}
      </Button>
      {asking && (
        <ConfirmDialog
          {...text.clear}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void engine.clearHistory();
          }}
        />
      )}
    </>
  );
}
