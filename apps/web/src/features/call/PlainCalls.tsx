import type { CurrentCall, IncomingCall } from '@ringback/client';
import { useCalls } from '../../engine/storeHooks.ts';
import { attempt } from '../../ui/browser/attempt.ts';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './PlainCalls.module.css';
import { CallStatusLine } from './status/CallStatus.tsx';
import { text } from './text/callText.ts';

/** What takes the place of calls whose screen fails: enough to hear, answer, mute and end them. */
export function PlainCalls() {
  const current = useCalls((calls) => calls.current);
  const incoming = useCalls((calls) => calls.incoming);
  const second = useCalls((calls) => calls.second);
  const swap = useCalls((calls) => calls.swap);
  return (
    <>
      {current !== null && <PlainCall call={current} />}
      {swap !== undefined && <Button onClick={swap}>{text.secondCall.swap}</Button>}
      {incoming !== null && <PlainRing call={incoming} />}
      {second !== null && <PlainRing call={{ ...second, accept: second.holdAndAccept }} />}
    </>
  );
}

function PlainCall({ call }: { readonly call: CurrentCall }) {
  const { peer, phase, route, status, microphone, remoteStream, mute, unmute, resume, cancel, hangUp } = call;
  const setStream = (audio: HTMLAudioElement | null): void => {
    if (audio !== null && audio.srcObject !== remoteStream) attempt(() => (audio.srcObject = remoteStream));
  };
  return (
    <section
      aria-label={text.region(peer.name)}
      className={styles['call']}
      data-phase={phase}
      data-route={route?.path ?? ''}
      data-hold={call.holdState}
    >
      {remoteStream !== null && <audio ref={setStream} autoPlay />}
      <h1 dir="auto" className={styles['name']}>
        {peer.name}
      </h1>
      <CallStatusLine status={status} name={peer.name} microphone={microphone} />
      <div className={styles['buttons']}>
        {mute !== undefined && <Button onClick={mute}>{text.mute}</Button>}
        {unmute !== undefined && <Button onClick={unmute}>{text.unmute}</Button>}
        {resume !== undefined && <Button onClick={resume}>{text.resume}</Button>}
        {cancel !== undefined && (
          <Button tone="danger" onClick={cancel}>
            {text.cancel}
          </Button>
        )}
        {hangUp !== undefined && (
          <Button tone="danger" onClick={hangUp}>
            {text.hangUp}
          </Button>
        )}
      </div>
    </section>
  );
}

function PlainRing({
  call: { peer, media, accept, decline },
}: {
  readonly call: Pick<IncomingCall, 'peer' | 'media' | 'accept' | 'decline'>;
}) {
  return (
    <div role="alertdialog" aria-label={text.incomingFrom(media, peer.name)} className={styles['call']}>
      <h2 dir="auto" className={styles['name']}>
        {peer.name}
      </h2>
      <p>{text.incoming(media)}</p>
      <div className={styles['buttons']}>
        <Button tone="go" onClick={accept}>
          {text.accept}
        </Button>
        <Button tone="danger" onClick={decline}>
          {text.decline}
        </Button>
      </div>
    </div>
  );
}
