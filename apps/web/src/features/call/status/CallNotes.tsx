import type { CallFinding, CurrentCall, DeviceOffer, InputStatus } from '@ringback/client';
import { MicOff, VideoOff, X, type LucideIcon } from 'lucide-react';
import { Button, IconButton } from '../../../ui/controls/Button.tsx';
import { QualityNote } from '../quality/QualityNote.tsx';
import { text } from '../text/callText.ts';
import {
  lateMs,
  noticeableMs,
  sendingHintInShort,
  sendingHints,
  unheardHint,
  unseenHint,
} from '../text/sendingText.ts';
import { useLasting } from '../../../ui/time/clocks.ts';
import styles from './CallNotes.module.css';
import { MicrophonePrompt } from './CallStatus.tsx';
import { isolatePeer, Sentence } from '../../../ui/layout/Sentence.tsx';

/** Explains silence or a missing picture in the call, and what to do about it. */
export function Hints({ call }: { readonly call: CurrentCall }) {
  const late = {
    microphone: useLasting(isSlow(call.microphone), lateMs),
    camera: useLasting(call.camera.state === 'starting', lateMs),
  };
  const isolated = isolatePeer(call);
  const hints = sendingHints(isolated, late);
  const unheard = useUnheardHint(call);
  return (
    <div aria-live="polite" className={styles['hints']}>
      <PeerHint icon={MicOff}>{unheard}</PeerHint>
      <PeerHint icon={VideoOff}>{unseenHint(isolated)}</PeerHint>
      {hints.map((hint) => (
        <p key={hint} className={styles['hint']}>
          <Sentence>{hint}</Sentence>
        </p>
      ))}
    </div>
  );
}

/** Why the other side cannot be heard; a microphone that has just begun to open is not worth a word. */
function useUnheardHint(call: CurrentCall): string | undefined {
  const isStarting = call.remoteMicrophone === 'starting';
  const isLate = useLasting(isStarting, noticeableMs);
  return isStarting && !isLate ? undefined : unheardHint(isolatePeer(call));
}

/** While the browser asks, the status line says so. */
function isSlow(microphone: InputStatus): boolean {
  return microphone.state === 'starting' && microphone.isPrompting !== true;
}

function PeerHint({
  icon: Icon,
  children,
}: {
  readonly icon: LucideIcon;
  readonly children: string | undefined;
}) {
  if (children === undefined) return null;
  return (
    <p className={styles['peerHint']}>
      <Icon aria-hidden="true" size={14} />{' '}
      <span>
        <Sentence>{children}</Sentence>
      </span>
    </p>
  );
}

/** Lines beside a small call for what cannot wait until the call fills the screen again. */
export function SmallNotes({ call }: { readonly call: CurrentCall }) {
  const { remoteMicrophone, offer, quality } = call;
  const hint = sendingHintInShort(call);
  const unheard = useUnheardHint(call);
  const isFault = quality?.finding !== undefined && !isMutedByUser(quality.finding);
  return (
    <div className={styles['notes']}>
      <p aria-live="polite" className={styles['silence']}>
        {hint !== undefined && (
          <>
            <VideoOff aria-hidden="true" size={14} /> {hint}
          </>
        )}
      </p>
      {isFault && <QualityNote call={call} />}
      <MicrophonePrompt microphone={call.microphone} />
      <div aria-live="polite">
        <PeerHint icon={MicOff}>{remoteMicrophone === 'starting' ? unheard : undefined}</PeerHint>
        <PeerHint icon={VideoOff}>{unseenHint(isolatePeer(call))}</PeerHint>
      </div>
      <OfferNote offer={offer} />
    </div>
  );
}

/** An icon says so, and there is little room. */
function isMutedByUser(finding: CallFinding): boolean {
  return finding.kind === 'muted' && finding.by === 'user';
}

/** Offers a device that was plugged in during the call. The live region is always present, so that screen readers announce an offer. */
export function OfferNote({ offer }: { readonly offer: DeviceOffer | undefined }) {
  return (
    <div aria-live="polite">
      {offer !== undefined && (
        <div className={styles['offer']}>
          <p className={styles['words']}>{text.offer(offer.label)}</p>
          <Button tone="primary" onClick={offer.use}>
            {text.use}
          </Button>
          <IconButton label={text.dismiss} icon={X} onClick={offer.dismiss} />
        </div>
      )}
    </div>
  );
}
