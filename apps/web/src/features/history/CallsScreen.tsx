import type { CallId } from '@ringback/protocol';
import { Empty } from '../../ui/Empty.tsx';
import { ListAndDetail } from '../../ui/Page.tsx';
import { CallsPage } from './CallsPage.tsx';
import { EntryDetails } from './EntryDetails.tsx';
import { text } from './text.ts';

/** The call history, and the one call of it that was chosen. */
export function CallsScreen({
  callId,
}: {
  /** Undefined while none is chosen, null where the address names none. */
  readonly callId: CallId | null | undefined;
}) {
  return (
    <ListAndDetail
      list={<CallsPage chosen={callId ?? undefined} />}
      detail={detail(callId)}
      hint={
        <Empty title={text.choose.title}>
          <p>{text.choose.help}</p>
        </Empty>
      }
    />
  );
}

function detail(callId: CallId | null | undefined) {
  if (callId === undefined) return null;
  if (callId !== null) return <EntryDetails key={callId} callId={callId} />;
  return (
    <Empty title={text.unknown.title}>
      <p>{text.unknown.help}</p>
    </Empty>
  );
}
