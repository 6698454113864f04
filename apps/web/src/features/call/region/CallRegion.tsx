import type { CurrentCall } from '@ringback/client';
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { useMatchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { keepScreenAwake } from '../../../ui/browser/screenWakeLock.ts';
import { isTyping } from '../../../ui/controls/isTyping.ts';
import { ControlBar } from '../controls/ControlBar.tsx';
import { useControlEntries, useMessagesEntry, type ControlEntries } from '../controls/useControlEntries.tsx';
import { useControlsFade } from '../controls/useControlsFade.ts';
import { shortcutsEntryId } from '../keys/CallKeys.tsx';
import { useTileCorner } from '../drag/useCornerDrag.ts';
import { useCallLevels } from '../levels/useCallLevels.ts';
import { useSameComputer } from '../sameComputer/SameComputer.tsx';
import { usePictures, type CallPicturesState } from '../pictures/usePictures.ts';
import { StageWindows } from '../pip/StageWindows.tsx';
import { useCallWindows, type CallWindows } from '../pip/useCallWindows.ts';
import { WindowNotes } from '../pip/WindowNotes.tsx';
import { ReactionAnnouncements } from '../reactions/ReactionAnnouncements.tsx';
import { ScreenSound } from '../sharing/ScreenSound.tsx';
import { ShareQuestionSlot } from '../sharing/SharingSlot.tsx';
import {
  StageContext,
  useStage,
  wideQuery,
  type CallLayout,
  type Stage,
  type StagePanel,
} from '../stage/stageContext.ts';
import { useSettled } from '../stage/useSettled.ts';
import { text } from '../text/callText.ts';
import styles from './CallRegion.module.css';
import { FullCall } from './FullCall.tsx';
import { RemoteAudio } from './RemoteAudio.tsx';
import { PicturesSlot, ReactionsSlot } from './slots.tsx';
import { SmallCall } from './SmallCall.tsx';
import type { StageView } from '../pictures/arrangement.ts';

interface Props {
  readonly call: CurrentCall;
  readonly layout: CallLayout;
  readonly onShrink: () => void;
  readonly onExpand: () => void;
  readonly renderConversation: Stage['renderConversation'];
  /** A problem of this tab, shown where the call covers the usual place of such notices. */
  readonly notice: ReactNode;
}

/** The current call. One element in all layouts, so that its media plays on while the user moves through the app. */
export function CallRegion({ call, layout, onShrink, onExpand, renderConversation, notice }: Props) {
  const regionRef = useRef<HTMLElement>(null);
  const isWide = useMatchesMedia(wideQuery);
  const [panel, showPanel] = useState<StagePanel>('none');
  const windows = useCallWindows(call, layout === 'full');
  const pictures = usePictures(windows.pip.name === 'window' ? withoutPictures(call) : call, layout);
  const { view } = pictures;
  const messages = useMessagesEntry(call, { layout, panel, showPanel, expand: onExpand });
  const entries = useControlEntries(call, windows, pictures, messages);
  const isFaded = useControlsFade(regionRef, layout === 'full' && view === 'theirs' && panel === 'none');
  const corner = useTileCorner();
  const isSettled = useSettled(call);
  useCallLevels(call, isSettled);
  useFocus(regionRef, layout);
  useScreenAwake(call.media === 'video' || view !== 'portrait' || call.localVideo !== null);
  const stage = useMemo(
    () => ({
      layout,
      isWide,
      isSettled,
      regionRef,
      panel,
      showPanel,
      renderConversation,
      shrink: onShrink,
      expand: onExpand,
    }),
    [layout, isWide, isSettled, panel, renderConversation, onShrink, onExpand],
  );
  return (
    <StageContext value={stage}>
      <section
        ref={regionRef}
        tabIndex={-1}
        aria-label={text.region(call.peer.name)}
        className={styles['region']}
        style={identityStyle(call.peer)}
        data-phase={call.phase}
        data-route={call.route?.path ?? ''}
        data-hold={call.holdState}
        data-layout={layout}
        data-corner={layout === 'tile' ? corner : undefined}
        data-stage={view}
        data-panel={panel}
        data-status={call.status.kind}
        data-idle={isFaded}
      >
        <Layers
          call={call}
          view={view}
          pictures={pictures}
          entries={entries}
          windows={windows}
          notice={notice}
        />
      </section>
      <ReactionAnnouncements call={call} />
    </StageContext>
  );
}

/** What lies over each other in the region: the pictures, the parts of the layout, and what flies over both. */
function Layers({
  call,
  view,
  pictures,
  entries,
  windows,
  notice,
}: {
  readonly call: CurrentCall;
  readonly view: StageView;
  readonly pictures: CallPicturesState;
  readonly entries: ControlEntries;
  readonly windows: CallWindows;
  readonly notice: ReactNode;
}) {
  const { layout } = useStage();
  const { isSpeakerOff } = useSameComputer(call);
  const { remoteStream, remoteScreen, speakerId, speakerRefused } = call;
  const notices = (
    <>
      {notice}
      <WindowNotes windows={windows} />
    </>
  );
  return (
    <>
      {remoteStream !== null && (
        <RemoteAudio
          stream={remoteStream}
          isSilent={isSpeakerOff}
          speakerId={speakerId}
          onSpeakerRefused={speakerRefused}
        />
      )}
      {remoteScreen !== null && (
        <ScreenSound stream={remoteScreen} isSilent={isSpeakerOff} speakerId={speakerId} />
      )}
      <PicturesSlot call={call} pictures={pictures} />
      {layout === 'full' ? (
        <FullCall call={call} view={view} entries={entries} notice={notices} />
      ) : (
        <SmallCall call={call} entries={entries} />
      )}
      <ReactionsSlot call={call} />
      <ShareQuestionSlot call={call} />
      <StageWindows
        call={call}
        windows={windows}
        controls={<ControlBar call={call} entries={entriesOfSmallWindow(entries)} />}
      />
    </>
  );
}

/** The small window is neither opened from itself nor has room for the sheet of all keys. */
function entriesOfSmallWindow({ bar, more }: ControlEntries): ControlEntries {
  return { bar, corner: [], more: more.filter(({ id }) => id !== shortcutsEntryId) };
}

/** The call as its tab shows it while the small window has the pictures. */
function withoutPictures(call: CurrentCall): CurrentCall {
  return { ...call, localVideo: null, remoteCamera: 'off', remoteScreen: null };
}

/** People look at a video call without touching anything, and their screen must not turn off. */
function useScreenAwake(isWanted: boolean): void {
  useEffect(() => (isWanted ? keepScreenAwake() : undefined), [isWanted]);
}

function useFocus(regionRef: RefObject<HTMLElement | null>, layout: CallLayout): void {
  useFocusOnMount(regionRef);
  useFocusOnResize(regionRef, layout);
}

/** Moves focus to the call, because the button that placed or accepted it is gone, and back after the call. */
function useFocusOnMount(regionRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    if (!isTyping()) regionRef.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected && !isTyping())
        before.focus({ preventScroll: true });
    };
  }, [regionRef]);
}

/**
 * The button that changes the layout goes with the layout, and takes the focus with it. The region gets it then: a
 * focused button would keep the controls from fading.
 */
function useFocusOnResize(regionRef: RefObject<HTMLElement | null>, layout: CallLayout): void {
  const before = useRef(layout);
  useEffect(() => {
    if (before.current === layout) return;
    before.current = layout;
    if (document.activeElement === document.body) regionRef.current?.focus({ preventScroll: true });
  }, [regionRef, layout]);
}
