import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { useStream } from '../../../ui/media/streams.ts';
import { SecondCalls } from '../second/SecondCalls.tsx';
import { sharingText } from '../sharing/sharingText.ts';
import { reactionLayer } from '../reactions/reactionEntries.tsx';
import { StageContext, useStage } from '../stage/stageContext.ts';
import { CallStatusLine } from '../status/CallStatus.tsx';
import { text } from '../text/callText.ts';
import styles from './PipCall.module.css';
import { mirrorStyles } from './mirrorStyles.ts';

interface Props {
  readonly call: CurrentCall;
  readonly page: Window;
  /** The same buttons as in the tab. */
  readonly controls: ReactNode;
}

/** The call in its small window, which is empty until it has the styles of the page. */
export function PipCall({ call, page, controls }: Props) {
  const [isStyled, setIsStyled] = useState(false);
  const title = text.region(call.peer.name);
  useEffect(() => {
    let isOpen = true;
    const styles = mirrorStyles(document, page.document, title);
    void styles.ready.then(() => isOpen && setIsStyled(true));
    return () => {
      isOpen = false;
      styles.stop();
    };
  }, [page, title]);
  return isStyled && <SmallWindow call={call} controls={controls} />;
}

/** Its sound stays in the tab, so that moving the picture interrupts nothing. */
function SmallWindow({ call, controls }: Pick<Props, 'call' | 'controls'>) {
  const stage = useStage();
  const regionRef = useRef<HTMLElement>(null);
  const { peer, status, remoteMicrophone } = call;
  const pictures = picturesOf(call);
  const isMuted = remoteMicrophone === 'muted' || remoteMicrophone === 'paused';
  useEffect(() => regionRef.current?.focus({ preventScroll: true }), []);
  return (
    <StageContext value={{ ...stage, isWide: false, regionRef }}>
      <main>
        <section
          ref={regionRef}
          tabIndex={-1}
          aria-label={text.region(peer.name)}
          className={styles['region']}
          style={identityStyle(peer)}
          data-phase={call.phase}
          data-route={call.route?.path ?? ''}
          data-hold={call.holdState}
          data-layout="pip"
          data-stage={pictures.large === null ? 'portrait' : 'theirs'}
          data-status={status.kind}
        >
          {pictures.large !== null && <Picture picture={pictures.large} />}
          <div className={styles['who']}>
            {pictures.large === null && (
              <div data-portrait="">
                <Avatar person={peer} size="large" />
              </div>
            )}
            <div className={styles['words']}>
              <h1 dir="auto" className={styles['name']}>
                {peer.name}
              </h1>
              {isMuted && <MicOff aria-hidden="true" size={14} className={styles['muted']} />}
              <CallStatusLine status={status} name={peer.name} />
            </div>
          </div>
          {pictures.small}
          <Suspense>
            <reactionLayer.Component call={call} isSilent />
          </Suspense>
          <div className={styles['second']}>
            <SecondCalls isCompact />
          </div>
          <div className={styles['controls']}>{controls}</div>
        </section>
      </main>
    </StageContext>
  );
}

interface ShownPicture {
  readonly stream: MediaStream;
  readonly label: string;
  /** A camera fills the window; of a screen, nothing may be cut off. */
  readonly shows: 'camera' | 'screen';
}

/** Their screen beside their camera, else their camera beside one's own. */
function picturesOf({ peer, remoteScreen, remoteStream, remoteCamera, localVideo }: CurrentCall): {
  readonly large: ShownPicture | null;
  readonly small: ReactNode;
} {
  const hasCamera = remoteStream !== null && remoteCamera === 'on';
  const camera: ShownPicture | null = hasCamera
    ? { stream: remoteStream, label: text.theirVideo(peer.name), shows: 'camera' }
    : null;
  const screen: ShownPicture | null =
    remoteScreen === null
      ? null
      : { stream: remoteScreen, label: sharingText.theirScreen(peer.name), shows: 'screen' };
  if (screen !== null) return { large: screen, small: camera && <Picture picture={camera} isSmall /> };
  const own = localVideo && (
    <SelfView stream={localVideo} label={text.localVideo} className={styles['small']} />
  );
  return { large: camera, small: own };
}

function Picture({
  picture: { stream, label, shows },
  isSmall = false,
}: {
  readonly picture: ShownPicture;
  readonly isSmall?: boolean;
}) {
  const videoRef = useStream(stream);
  return (
    <video
      ref={videoRef}
      aria-label={label}
      className={styles[isSmall ? 'small' : 'picture']}
      data-shows={shows}
      autoPlay
      playsInline
      muted
    />
  );
}
