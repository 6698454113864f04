import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { useStream } from '../../../ui/media/streams.ts';
import { reactionLayer } from '../reactions/reactionEntries.tsx';
import { sharingText } from '../sharing/sharingText.ts';
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
  const { peer, status, remoteMicrophone, localVideo } = call;
  const picture = pictureOf(call);
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
          data-stage={picture === null ? 'portrait' : 'theirs'}
          data-status={status.kind}
        >
          {picture !== null && <Picture {...picture} />}
          <div className={styles['who']}>
            {picture === null && (
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
          {localVideo !== null && (
            <SelfView stream={localVideo} label={text.localVideo} className={styles['own']} />
          )}
          <Suspense>
            <reactionLayer.Component call={call} isSilent />
          </Suspense>
          <div className={styles['controls']}>{controls}</div>
        </section>
      </main>
    </StageContext>
  );
}

interface ShownPicture {
  readonly stream: MediaStream;
  readonly label: string;
  /** Of a screen, nothing may be cut off. */
  readonly fit: 'cover' | 'contain';
}

/** There is room for one picture: what they share, or else their camera. */
function pictureOf({ peer, remoteScreen, remoteStream, remoteCamera }: CurrentCall): ShownPicture | null {
  if (remoteScreen !== null)
    return { stream: remoteScreen, label: sharingText.theirScreen(peer.name), fit: 'contain' };
  if (remoteStream === null || remoteCamera !== 'on') return null;
  return { stream: remoteStream, label: text.theirVideo(peer.name), fit: 'cover' };
}

function Picture({ stream, label, fit }: ShownPicture) {
  const videoRef = useStream(stream);
  return (
    <video
      ref={videoRef}
      aria-label={label}
      className={styles['picture']}
      data-fit={fit}
      autoPlay
      playsInline
      muted
    />
  );
}
