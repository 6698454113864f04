import type { CurrentCall } from '@ringback/client';
import { MicOff } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { useStream } from '../../../ui/media/streams.ts';
import { StageContext, useStage } from '../stage/stageContext.ts';
import { CallStatusLine } from '../status/CallStatus.tsx';
import { text } from '../text/callText.ts';
import styles from './PipCall.module.css';
import { mirrorStyles, nameDocument } from './mirrorStyles.ts';

/** The call in its small window. Its sound stays in the tab, so that moving the picture interrupts nothing. */
export function PipCall({
  call,
  page,
  controls,
}: {
  readonly call: CurrentCall;
  readonly page: Window;
  /** The same buttons as in the tab. */
  readonly controls: ReactNode;
}) {
  const stage = useStage();
  const regionRef = useRef<HTMLElement>(null);
  const { peer, status, remoteStream, remoteCamera, remoteMicrophone, localVideo } = call;
  const hasPicture = remoteStream !== null && remoteCamera === 'on';
  const isMuted = remoteMicrophone === 'muted' || remoteMicrophone === 'paused';
  const name = text.region(peer.name);
  useEffect(() => mirrorStyles(document, page.document), [page]);
  useEffect(() => nameDocument(page.document, name), [page, name]);
  useEffect(() => regionRef.current?.focus({ preventScroll: true }), []);
  return (
    <StageContext value={{ ...stage, isWide: false, regionRef }}>
      <main>
        <section
          ref={regionRef}
          tabIndex={-1}
          aria-label={name}
          className={styles['region']}
          style={identityStyle(peer)}
          data-phase={call.phase}
          data-route={call.route?.path ?? ''}
          data-layout="pip"
          data-stage={hasPicture ? 'theirs' : 'portrait'}
          data-status={status.kind}
        >
          {hasPicture && <Picture stream={remoteStream} label={text.theirVideo(peer.name)} />}
          <div className={styles['who']}>
            {!hasPicture && <Avatar person={peer} size="large" />}
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
          <div className={styles['controls']}>{controls}</div>
        </section>
      </main>
    </StageContext>
  );
}

function Picture({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const videoRef = useStream(stream);
  return <video ref={videoRef} aria-label={label} className={styles['picture']} autoPlay playsInline muted />;
}
