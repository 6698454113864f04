import type { CallId } from '@ringback/protocol';
import { useLocation } from 'wouter';
import { useHistory } from '../../engine/hooks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ListAndDetail } from '../../ui/Page.tsx';
import { CallsPage } from './CallsPage.tsx';
import { EntryDetails, UnknownEntry } from './EntryDetails.tsx';
import { text } from './text.ts';
import { useCallsAddress } from './useCallsAddress.ts';
import { useRemoval } from './useRemoval.ts';

/** The call history, and the one call of it that was chosen. */
export function CallsScreen({
  callId,
}: {
  /** Undefined while none is chosen, null where the address names none. */
  readonly callId: CallId | null | undefined;
}) {
  const address = useCallsAddress(callId);
  const removing = useRemoval();
  const hasEntries = useHistory().all.entries.length > 0;
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
      detail={detail(callId, address.to(), deleteSome)}
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

function detail(
  callId: CallId | null | undefined,
  listAddress: string,
  onDelete: (callIds: readonly CallId[]) => void,
) {
  if (callId === undefined) return null;
  if (callId === null) return <UnknownEntry />;
  return (
    <EntryDetails
      key={callId}
      callId={callId}
      listAddress={listAddress}
      onDelete={() => onDelete([callId])}
    />
  );
}
