import type { IncomingCall } from '@ringback/client';
import { Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { identityOf } from '../../../ui/avatar/identity.ts';
import { DeclineWithMessage } from './DeclineWithMessage.tsx';
import styles from './IncomingDialog.module.css';
import { SoundNotice, type CallSounds } from '../sound/CallSounds.tsx';
import { text } from '../text/callText.ts';

/** A call that rings here. Closes by its buttons or when the ring ends, never by Escape. */
export function IncomingDialog({
  call,
  sounds,
}: {
  readonly call: IncomingCall;
  readonly sounds: CallSounds;
}) {
  const acceptRef = useRef<HTMLButtonElement>(null);
  const shownAtMs = useShownAt();
  const { peer, media } = call;
  const stopEarlyKeys = (event: KeyboardEvent) => {
    // Keys typed into a text field outside the dialog do not arrive here.
    if (isTooEarly({ atMs: event.timeStamp, repeat: event.repeat }, shownAtMs)) event.preventDefault();
  };
  const enableSound = () => {
    sounds.enable();
    // The button that was clicked disappears.
    acceptRef.current?.focus();
  };
  return (
    <Dialog
      role="alertdialog"
      aria-label={text.incomingFrom(media, peer.name)}
      uninvited
      focusRef={acceptRef}
      className={styles['dialog']}
      style={{ '--hue': identityOf(peer).hue }}
      onKeyDownCapture={stopEarlyKeys}
      onKeyUpCapture={stopEarlyKeys}
    >
      <div className={styles['rings']}>
        <Avatar person={peer} size="huge" />
      </div>
      <h2 dir="auto" className={styles['name']}>
        {peer.name}
      </h2>
      <p className={styles['kind']}>{text.incoming(media)}</p>
      <div className={styles['buttons']}>
        <Button ref={acceptRef} tone="go" icon={media === 'video' ? Video : Phone} onClick={call.accept}>
          {text.accept}
        </Button>
        {call.acceptWithoutVideo !== undefined && (
          <Button icon={Phone} onClick={call.acceptWithoutVideo}>
            {text.acceptWithoutVideo}
          </Button>
        )}
        <Button tone="danger" icon={PhoneOff} onClick={call.decline}>
          {text.decline}
        </Button>
        <DeclineWithMessage call={call} />
      </div>
      <SoundNotice sounds={{ ...sounds, enable: enableSound }} />
    </Dialog>
  );
}

/** The time of the first paint, which can be late on a busy machine; earlier keys cannot be meant for the dialog. */
function useShownAt(): number {
  const [shownAtMs, setShownAtMs] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setShownAtMs(performance.now()));
    return () => cancelAnimationFrame(frame);
  }, []);
  return shownAtMs;
}

/** Keys do nothing for this long in a dialog that opens by itself: by then, a user who was typing has stopped. */
const keyGuardMs = 700;

/** Whether a key was probably meant for what was on screen before. Times in ms of one clock. */
export function isTooEarly(
  key: { readonly atMs: number; readonly repeat: boolean },
  shownAtMs: number,
): boolean {
  // A key held down since before repeats beyond the guard time.
  return key.repeat || key.atMs - shownAtMs < keyGuardMs;
}
