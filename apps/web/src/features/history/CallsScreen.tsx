import type { CallId } from '@ringback/protocol';
import { useLocation } from 'wouter';
import { useHistory } from '../../engine/hooks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ListAndDetail } from '../../ui/Page.tsx';
import { CallsPage } from './CallsPage.tsx';
import { EntryDetails, UnknownEntry } from './EntryDetails.tsx';
import { withoutRemoved } from './removal.ts';
import { text } from './text.ts';
import { useRemoval } from './useRemoval.ts';

/** The call history, and the one call of it that was chosen. */
export function CallsScreen({
  callId,
}: {
  /** Undefined while none is chosen, null where the address names none. */
  readonly callId: CallId | null | undefined;
}) {
  const removing = useRemoval();
  const hasEntries = withoutRemoved(useHistory().all, removing.pending).entries.length > 0;
  const [, navigate] = useLocation();
  const deleteEntry = (id: CallId) => {
    if (id === callId) navigate('/calls', { replace: true });
    removing.remove({ kind: 'some', callIds: [id] });
  };
  const clear = (before: number) => {
    if (callId !== undefined) navigate('/calls', { replace: true });
    removing.remove({ kind: 'all', before });
  };
  return (
    <ListAndDetail
      list={
        <CallsPage chosen={callId ?? undefined} removing={removing} onDelete={deleteEntry} onClear={clear} />
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
