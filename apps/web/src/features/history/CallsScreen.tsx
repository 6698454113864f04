import type { CallId, Entry } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useHistory } from '../../engine/storeHooks.ts';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ListAndDetail } from '../../ui/layout/Page.tsx';
import { CallsPage } from './list/CallsPage.tsx';
import { EntryDetails, UnknownEntry } from './details/EntryDetails.tsx';
import { text } from './entries/historyText.ts';
import { useCallsAddress } from './list/callsAddress.ts';
import { useRemoval } from './removal/useRemoval.ts';

/** The call history, and the one call of it that was chosen. */
export function CallsScreen({
  callId,
  renderNote,
}: {
  /** Undefined while none is chosen, null where the address names none. */
  readonly callId: CallId | null | undefined;
  /** Tells the note that was left after a call, if one was. */
  readonly renderNote: (entry: Entry) => ReactNode;
}) {
  const address = useCallsAddress(callId);
  const removing = useRemoval();
  const hasEntries = useHistory(({ all }) => all.entries.length > 0);
  const [, navigate] = useLocation();
  const chosen = callId ?? undefined;
  const leaveDetails = () => navigate(address.to(), { replace: true });
  const deleteSome = (callIds: readonly CallId[]) => {
    if (chosen !== undefined && callIds.includes(chosen)) leaveDetails();
    removing.remove(callIds);
  };
  const clear = (before: number) => {
    if (callId !== undefined) leaveDetails();
    removing.clear(before);
  };
  return (
    <ListAndDetail
      list={<CallsPage {...{ address, chosen, removing }} onDelete={deleteSome} onClear={clear} />}
      detail={detail({ callId, listAddress: address.to(), onDelete: deleteSome, renderNote })}
      hint={
        hasEntries && (
          <EmptyState title={text.choose.title}>
            <p>{text.choose.help}</p>
          </EmptyState>
        )
      }
    />
  );
}

function detail({
  callId,
  listAddress,
  onDelete,
  renderNote,
}: {
  readonly callId: CallId | null | undefined;
  readonly listAddress: string;
  readonly onDelete: (callIds: readonly CallId[]) => void;
  readonly renderNote: (entry: Entry) => ReactNode;
}) {
  if (callId === undefined) return null;
  if (callId === null) return <UnknownEntry />;
  return (
    <EntryDetails
      key={callId}
      callId={callId}
      listAddress={listAddress}
      onDelete={() => onDelete([callId])}
      renderNote={renderNote}
    />
  );
}
