import type { UserId } from '@ringback/protocol';
import { createPortal } from 'react-dom';
import { useCalls, useUnblockQuestion } from '../../engine/storeHooks.ts';
import { CallRegion } from './region/CallRegion.tsx';
import type { CallLayout, Stage } from './stage/stageContext.ts';
import { IncomingDialog } from './incoming/IncomingDialog.tsx';
import { CallKeys, type WindowKeys } from './keys/CallKeys.tsx';
import { MissedNotices, type NoticePlace } from './notices/MissedNotices.tsx';
import { EndCard, useJustEnded } from './after/EndCard.tsx';
import { OutcomeDialog, type NotePrompt } from './after/OutcomeDialog.tsx';
import { Toasts } from './notices/Toasts.tsx';
import { VideoRequest } from './videoRequest/VideoRequest.tsx';
import { SoundNotice, useCallSounds } from './sound/CallSounds.tsx';
import { useTabIcon } from './tab/tabIcon.ts';
import { UnblockDialog } from './UnblockDialog.tsx';

const noWindows: WindowKeys = { main: {}, pip: null };

function noticePlace(isCovering: boolean, isRinging: boolean): NoticePlace {
  if (isCovering) return 'overCall';
  return isRinging ? 'besideRinging' : 'page';
}

/** What calls show over the current screen: the current call, ringing calls, ended calls, and toasts. */
export function CallOverlays({
  me,
  layout,
  onShrink,
  onExpand,
  noticeSlot,
  notePrompt,
  renderConversation,
}: {
  readonly me: UserId;
  readonly layout: CallLayout;
  readonly onShrink: () => void;
  readonly onExpand: () => void;
  /** Where to show problems of this tab, such as blocked sound. */
  readonly noticeSlot: HTMLElement | null;
  readonly notePrompt: NotePrompt;
  readonly renderConversation: Stage['renderConversation'];
}) {
  const current = useCalls((calls) => calls.current);
  const incoming = useCalls((calls) => calls.incoming);
  const outcome = useCalls((calls) => calls.outcome);
  const toasts = useCalls((calls) => calls.toasts);
  const unblockQuestion = useUnblockQuestion();
  const justEnded = useJustEnded(current, toasts, layout);
  const sounds = useCallSounds(me);
  useTabIcon();
  const isCovering = current !== null && layout === 'full';
  return (
    <>
      {current !== null && (
        <CallRegion
          key={current.id}
          call={current}
          layout={layout}
          onShrink={onShrink}
          onExpand={onExpand}
          renderConversation={renderConversation}
          notice={isCovering && <SoundNotice sounds={sounds} />}
        />
      )}
      {current?.videoRequest !== undefined && (
        <VideoRequest peer={current.peer} answers={current.videoRequest} />
      )}
      {current === null && <CallKeys call={null} windows={noWindows} />}
      <MissedNotices place={noticePlace(isCovering, incoming !== null)} />
      {justEnded !== null && <EndCard ended={justEnded} />}
      <Toasts toasts={justEnded === null ? toasts : toasts.filter(({ id }) => id !== justEnded.toast.id)} />
      {/* A ringing call comes before a call that is over. */}
      {outcome !== null && incoming === null && (
        <OutcomeDialog key={outcome.callId} outcome={outcome} notePrompt={notePrompt} />
      )}
      {unblockQuestion !== null && <UnblockDialog question={unblockQuestion} />}
      {incoming !== null && <IncomingDialog key={incoming.id} call={incoming} sounds={sounds} />}
      {incoming === null &&
        !isCovering &&
        noticeSlot !== null &&
        createPortal(<SoundNotice sounds={sounds} />, noticeSlot)}
    </>
  );
}
