import type { CallStatus, CurrentCall } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { ChevronDown, Maximize2 } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { keepScreenAwake } from '../../../ui/browser/screenWakeLock.ts';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { identityOf } from '../../../ui/avatar/identity.ts';
import { isTyping } from '../../../ui/controls/isTyping.ts';
import styles from './CallRegion.module.css';
import { BarNotes, Hints, OfferNote } from './CallNotes.tsx';
import ringStyles from './CallRings.module.css';
import { CallStatusLine, RouteBadge } from './CallStatus.tsx';
import { LocalVideo, RemoteVideo } from './CallVideo.tsx';
import { CallControls } from '../controls/CallControls.tsx';
import { text } from '../text/callText.ts';
import { RemoteAudio } from './RemoteAudio.tsx';
import { useControlsFade } from '../controls/useControlsFade.ts';

/** The whole screen, or a bar above another screen. */
export type CallLayout = 'full' | 'bar';

interface Props {
  readonly call: CurrentCall;
  readonly layout: CallLayout;
  readonly onShrink: () => void;
  readonly onExpand: () => void;
}

/** The current call. One element in both layouts, so that its media plays on while the user moves through the app. */
export function CallRegion({ call, layout, onShrink, onExpand }: Props) {
  const regionRef = useRef<HTMLElement>(null);
  const hasPicture = call.remoteStream !== null && call.remoteCamera === 'on';
  const [isDeviceMenuOpen, setIsDeviceMenuOpen] = useState(false);
  const isFaded = useControlsFade(regionRef, layout === 'full' && hasPicture && !isDeviceMenuOpen);
  useFocusOnMount(regionRef);
  useScreenAwake(call.media === 'video' || hasPicture || call.localVideo !== null);
  const { peer } = call;
  return (
    <section
      ref={regionRef}
      tabIndex={-1}
      aria-label={text.region(peer.name)}
      className={styles['region']}
      style={{ '--hue': identityOf(peer).hue }}
      data-phase={call.phase}
      data-route={call.route?.path ?? ''}
      data-layout={layout}
      data-picture={hasPicture}
      data-idle={isFaded}
    >
      {call.remoteStream !== null && (
        <>
          <RemoteAudio
            stream={call.remoteStream}
            speakerId={call.speakerId}
            onSpeakerRefused={call.speakerRefused}
          />
          <RemoteVideo stream={call.remoteStream} label={text.theirVideo(peer.name)} isVisible={hasPicture} />
        </>
      )}
      <div className={styles['top']}>
        <Resize layout={layout} onShrink={onShrink} onExpand={onExpand} />
        <RouteBadge route={call.route} />
      </div>
      <div className={styles['who']}>
        <CallRings peer={peer} status={call.status.kind} size={layout === 'full' ? 'huge' : 'medium'} />
        <div className={styles['words']}>
          <Name layout={layout}>{peer.name}</Name>
          <CallStatusLine
            status={call.status}
            name={peer.name}
            {...(layout === 'full' && { microphone: call.microphone })}
          />
          {layout === 'full' && <Hints call={call} />}
          {layout === 'full' && <OfferNote offer={call.offer} />}
        </div>
      </div>
      {layout === 'full' && call.localVideo !== null && <LocalVideo stream={call.localVideo} />}
      <CallControls call={call} onDeviceMenuToggle={setIsDeviceMenuOpen} />
      {layout === 'bar' && <BarNotes call={call} />}
    </section>
  );
}

function Name({ layout, children }: { readonly layout: CallLayout; readonly children: string }) {
  // As a bar, the call is a part of a page whose screen has the first heading.
  const Heading = layout === 'full' ? 'h1' : 'h2';
  return (
    <Heading dir="auto" className={styles['name']}>
      {children}
    </Heading>
  );
}

function Resize({ layout, onShrink, onExpand }: Omit<Props, 'call'>) {
  return layout === 'full' ? (
    <IconButton label={text.shrink} icon={ChevronDown} onClick={onShrink} />
  ) : (
    <IconButton label={text.expand} icon={Maximize2} onClick={onExpand} />
  );
}

/** The peer's picture in rings that move with the status of the call; hidden while their video shows. */
function CallRings({
  peer,
  status,
  size,
}: {
  readonly peer: Person;
  readonly status: CallStatus['kind'];
  readonly size: 'huge' | 'medium';
}) {
  return (
    <div className={ringStyles['rings']} data-status={status}>
      <Avatar person={peer} size={size} />
    </div>
  );
}

/** People look at a video call without touching anything, and their screen must not turn off. */
function useScreenAwake(isWanted: boolean): void {
  useEffect(() => (isWanted ? keepScreenAwake() : undefined), [isWanted]);
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
