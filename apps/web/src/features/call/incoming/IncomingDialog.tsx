import type { IncomingCall } from '@ringback/client';
import { Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { identityOf } from '../../../ui/avatar/identity.ts';
import { DeclineWithMessage } from './DeclineWithMessage.tsx';
import styles from './IncomingDialog.module.css';
import { isTooEarly } from './keyGuard.ts';
import { SoundNotice } from '../sound/SoundNotice.tsx';
import type { Sounds } from '../sound/useSounds.ts';
import { text } from '../text/callText.ts';

/** A call that rings here. It goes away by its buttons or with the ring, never by Escape. */
export function IncomingDialog({ call, sounds }: { readonly call: IncomingCall; readonly sounds: Sounds }) {
  const acceptRef = useRef<HTMLButtonElement>(null);
  const shownAtMs = useShownAt();
  const { peer, media } = call;
  const stopEarlyKeys = (event: KeyboardEvent) => {
    // Keys for a text field beside the alert do not come here: their target is that field.
    if (isTooEarly({ atMs: event.timeStamp, repeat: event.repeat }, shownAtMs)) event.preventDefault();
  };
  const enableSound = () => {
    sounds.enable();
    // Its own button goes away.
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
      <h2 className={styles['name']}>{peer.name}</h2>
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

/** When it was first painted; before that no key can be meant for it. On a busy machine drawing alone takes a while. */
function useShownAt(): number {
  const [shownAtMs, setShownAtMs] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setShownAtMs(performance.now()));
    return () => cancelAnimationFrame(frame);
  }, []);
  return shownAtMs;
}
