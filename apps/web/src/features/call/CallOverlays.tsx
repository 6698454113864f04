import type { UserId } from '@ringback/protocol';
import { createPortal } from 'react-dom';
import { useCalls } from '../../engine/storeHooks.ts';
import { CallRegion, type CallLayout } from './region/CallRegion.tsx';
import { IncomingDialog } from './incoming/IncomingDialog.tsx';
import { MissedNotices } from './notices/MissedNotices.tsx';
import { OutcomeDialog, type Asking } from './after/OutcomeDialog.tsx';
import { Toasts } from './notices/Toasts.tsx';
import { SoundNotice } from './sound/SoundNotice.tsx';
import { useSounds } from './sound/useSounds.ts';

/** Everything that calls have on screen, whatever screen lies below: the call one is in, those that ring, those that are over. */
export function CallOverlays({
  me,
  layout,
  onShrink,
  onExpand,
  noticeSlot,
  asking,
}: {
  readonly me: UserId;
  readonly layout: CallLayout;
  readonly onShrink: () => void;
  readonly onExpand: () => void;
  /** Where to say what is wrong with this tab as such. */
  readonly noticeSlot: HTMLElement | null;
  readonly asking: Asking;
}) {
  const current = useCalls((calls) => calls.current);
  const incoming = useCalls((calls) => calls.incoming);
  const outcome = useCalls((calls) => calls.outcome);
  const sounds = useSounds(me);
  return (
    <>
      {current !== null && (
        <CallRegion key={current.id} call={current} layout={layout} onShrink={onShrink} onExpand={onExpand} />
      )}
      <MissedNotices isOverCall={current !== null && layout === 'full'} />
      <Toasts />
      {/* A call that rings is answered first: what is over can wait. */}
      {outcome !== null && incoming === null && (
        <OutcomeDialog key={outcome.callId} outcome={outcome} asking={asking} />
      )}
      {incoming !== null && <IncomingDialog key={incoming.id} call={incoming} sounds={sounds} />}
      {incoming === null && noticeSlot !== null && createPortal(<SoundNotice sounds={sounds} />, noticeSlot)}
    </>
  );
}
