import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import { useRef } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { SmallControls } from '../controls/ControlBar.tsx';
import type { ControlEntries } from '../controls/useControlEntries.tsx';
import { MutedTalking } from '../levels/MutedTalking.tsx';
import { useSecondCallBottom } from '../second/SecondCalls.tsx';
import { useStage } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';
import { SmallNotes } from '../status/CallNotes.tsx';
import { CallStatusLine } from '../status/CallStatus.tsx';
import { BorderLevelSlot, SecondCallSlot } from './slots.tsx';
import styles from './SmallCall.module.css';
import { useCornerDrag } from '../drag/useCornerDrag.ts';

/** The call above another screen: a floating tile or a bar, which opens on a press anywhere but on its buttons. */
export function SmallCall({
  call,
  entries,
}: {
  readonly call: CurrentCall;
  readonly entries: ControlEntries;
}) {
  const { layout, expand, regionRef } = useStage();
  const { peer, status, remoteMicrophone } = call;
  const notesRef = useRef<HTMLDivElement>(null);
  useSecondCallBottom(notesRef, layout === 'bar');
  const isMuted = remoteMicrophone === 'muted' || remoteMicrophone === 'paused';
  const drag = useCornerDrag(regionRef, layout === 'tile', expand);
  return (
    <>
      {layout === 'tile' && <BorderLevelSlot call={call} />}
      <button
        type="button"
        aria-label={text.expand}
        title={text.expand}
        className={styles['open']}
        {...drag}
      />
      <div className={styles['face']}>
        <Avatar person={peer} size="medium" />
      </div>
      <div className={styles['words']}>
        {/* The screen below has the first heading. */}
        <h2 dir="auto" className={styles['name']}>
          {peer.name}
        </h2>
        {isMuted && <MicOff aria-hidden="true" size={14} className={styles['muted']} />}
        <CallStatusLine status={status} name={peer.name} />
      </div>
      <SmallControls call={call} entries={entries} />
      <div ref={notesRef} className={styles['notes']}>
        <SecondCallSlot />
        <SmallNotes call={call} />
        <MutedTalking call={call} />
      </div>
    </>
  );
}
