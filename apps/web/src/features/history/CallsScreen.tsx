import type { CallId, Entry } from '@ringback/protocol';
import { useCallback, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useHistory } from '../../engine/storeHooks.ts';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ListAndDetail } from '../../ui/layout/Page.tsx';
import { CallsPage } from './list/CallsPage.tsx';
import { EntryDetails, UnknownEntry } from './details/EntryDetails.tsx';
import { text } from './entries/historyText.ts';
import { useCallsAddress } from './list/callsAddress.ts';
import { useRemoval } from './removal/useRemoval.ts';

/** The call history, and the details of the selected call. */
export function CallsScreen({
  callId,
  renderNote,
}: {
  /** Undefined while none is selected, null if the address is not that of a call. */
  readonly callId: CallId | null | undefined;
  /** Renders the note that was left after a call, if there is one. */
  readonly renderNote: (entry: Entry) => ReactNode;
}) {
  const address = useCallsAddress(callId);
  const removal = useRemoval();
  const hasEntries = useHistory(({ all }) => all.entries.length > 0);
  const [, navigate] = useLocation();
  const selected = callId ?? undefined;
  const { to } = address;
  const { remove } = removal;
  const leaveDetails = useCallback(() => navigate(to(), { replace: true }), [navigate, to]);
  const deleteSome = useCallback(
    (callIds: readonly CallId[]) => {
      if (selected !== undefined && callIds.includes(selected)) leaveDetails();
      remove(callIds);
    },
    [selected, leaveDetails, remove],
  );
  const clear = (before: number) => {
    if (callId !== undefined) leaveDetails();
    removal.clear(before);
  };
  return (
    <ListAndDetail
      list={<CallsPage {...{ address, selected, removal }} onDelete={deleteSome} onClear={clear} />}
      detail={detail({ callId, listAddress: address.to(), onDelete: deleteSome, renderNote })}
      hint={hasEntries && <EmptyState title={text.choose} />}
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
