import type { CurrentCall } from '@ringback/client';
import { ChevronLeft, MicOff } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import { ControlButton } from '../controls/ControlButton.tsx';
import type { ControlEntries } from '../controls/useControlEntries.tsx';
import { StillVoice } from '../levels/VoiceLevels.tsx';
import { MutedTalking } from '../levels/MutedTalking.tsx';
import { QualityMeter } from '../quality/QualityMeter.tsx';
import { QualityNote } from '../quality/QualityNote.tsx';
import { SameComputer } from '../sameComputer/SameComputer.tsx';
import { shareEntryId } from '../sharing/shareEntry.ts';
import { SharingSlot } from '../sharing/SharingSlot.tsx';
import { useStage } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';
import { useSecondCallBottom } from '../second/SecondCalls.tsx';
import { HoldNote } from '../second/HoldNote.tsx';
import { Hints, OfferNote } from '../status/CallNotes.tsx';
import ringStyles from './CallRings.module.css';
import { CallStatusLine, RouteBadge } from '../status/CallStatus.tsx';
import { ReasonQuestion } from '../status/ReasonQuestion.tsx';
import { PlacedTimer, StatusDetail } from '../status/StatusDetail.tsx';
import styles from './FullCall.module.css';
import type { StageView } from '../pictures/arrangement.ts';
import { BorderLevelSlot, PanelSlot, PortraitLevelSlot, SecondCallSlot } from './slots.tsx';

/** The call in the whole window. The order of the parts is the order of the Tab key. */
export function FullCall({
  call,
  view,
  entries,
  notice,
}: {
  readonly call: CurrentCall;
  readonly view: StageView;
  readonly entries: ControlEntries;
  readonly notice: ReactNode;
}) {
  const { isWide, shrink } = useStage();
  const secondRef = useRef<HTMLDivElement>(null);
  useSecondCallBottom(secondRef, true);
  return (
    <>
      {view !== 'portrait' && <BorderLevelSlot call={call} />}
      <button
        type="button"
        aria-label={text.shrink}
        title={text.shrink}
        className={styles['back']}
        onClick={shrink}
      >
        <ChevronLeft aria-hidden="true" size={24} strokeWidth={2} />
      </button>
      <Who call={call} />
      <div className={styles['corner']} data-buttons="top">
        {isWide &&
          entries.corner.map((entry) => <ControlButton key={entry.id} entry={entry} shape="round" />)}
        <QualityMeter quality={call.quality} />
        <RouteBadge route={call.route} />
      </div>
      <div ref={secondRef} className={styles['second']}>
        <SecondCallSlot />
      </div>
      <div className={styles['notes']} data-notes="">
        {notice}
        <SharingSlot call={call} />
        <HoldNote call={call} />
        {call.giveReason !== undefined && <ReasonQuestion name={call.peer.name} onAnswer={call.giveReason} />}
        <QualityNote call={call} />
        <Hints call={call} />
        <OfferNote offer={call.offer} />
        <SameComputer callId={call.id} />
        <MutedTalking call={call} />
      </div>
      <div className={styles['controls']}>
        <ControlBar call={call} entries={call.stopSharing === undefined ? entries : withoutShare(entries)} />
      </div>
      <PanelSlot call={call} />
    </>
  );
}

/** The banner has the button that stops sharing. */
function withoutShare(entries: ControlEntries): ControlEntries {
  return { ...entries, bar: entries.bar.filter(({ id }) => id !== shareEntryId) };
}

/** Their portrait, name and status: in the middle, or as one pill at the top while their picture is there. */
function Who({ call }: { readonly call: CurrentCall }) {
  const { peer, status, microphone, remoteMicrophone } = call;
  const isMuted = remoteMicrophone === 'muted' || remoteMicrophone === 'paused';
  return (
    <div className={styles['who']}>
      <div className={ringStyles['rings']} data-portrait="" data-status={status.kind}>
        <PortraitLevelSlot call={call} />
        <Avatar person={peer} size="stage" />
      </div>
      <div className={styles['words']}>
        <div className={styles['nameLine']}>
          <h1 dir="auto" className={styles['name']}>
            {peer.name}
          </h1>
          {isMuted && <MicOff aria-hidden="true" size={16} className={styles['muted']} />}
          <StillVoice />
        </div>
        <CallStatusLine status={status} name={peer.name} microphone={microphone}>
          <PlacedTimer call={call} />
        </CallStatusLine>
        <StatusDetail call={call} />
      </div>
    </div>
  );
}
