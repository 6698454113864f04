import type { CallId } from '@ringback/protocol';
import { useLocation } from 'wouter';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useHistory } from '../../engine/hooks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ListAndDetail } from '../../ui/Page.tsx';
import { CallsPage } from './CallsPage.tsx';
import { EntryDetails, UnknownEntry } from './EntryDetails.tsx';
import { text } from './text.ts';
import { useRemoval } from './useRemoval.ts';

/** The call history, and the one call of it that was chosen. */
export function CallsScreen({
  callId,
}: {
  /** Undefined while none is chosen, null where the address names none. */
  readonly callId: CallId | null | undefined;
}) {
  const engine = useEngine();
  const hasEntries = useHistory().all.entries.length > 0;
  const { problem, removeBy } = useRemoval();
  const [, navigate] = useLocation();
  const deleteEntry = (id: CallId) => {
    if (id === callId) navigate('/calls', { replace: true });
    removeBy(() => engine.deleteEntries([id]));
  };
  return (
    <ListAndDetail
      list={
        <CallsPage
          chosen={callId ?? undefined}
          problem={problem}
          onDelete={deleteEntry}
          onClear={() => removeBy(engine.clearHistory)}
        />
      }
      detail={detail(callId, deleteEntry)}
      hint={
        hasEntries && (
          <Empty title={text.choose.title}>
            <p>{text.choose.help}</p>
          </Empty>
        )
      }
    />
  );
}

function detail(callId: CallId | null | undefined, deleteEntry: (id: CallId) => void) {
  if (callId === undefined) return null;
  if (callId !== null)
    return <EntryDetails key={callId} callId={callId} onDelete={() => deleteEntry(callId)} />;
  return <UnknownEntry />;
}
