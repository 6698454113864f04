import type { VideoRequestAnswers } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { Video } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { publishBottom } from '../../../ui/browser/observe.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { isTyping } from '../../../ui/controls/isTyping.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import { useEscape } from '../stage/useEscape.ts';
import { text } from '../text/callText.ts';
import styles from './VideoRequest.module.css';

/**
 * The other side has turned its camera on in a voice call, and asks for this one. Not modal: the call can be muted or
 * ended meanwhile. The focus is on "Not now", so that a key meant for something else turns no camera on.
 */
export function VideoRequest({
  peer,
  answers: { turnCameraOn, notNow },
}: {
  readonly peer: Person;
  readonly answers: VideoRequestAnswers;
}) {
  const titleId = useId();
  const textId = useId();
  const cardRef = useRef<HTMLDivElement>(null);
  const notNowRef = useRef<HTMLButtonElement>(null);
  useEscape(cardRef, notNow);
  useLayoutEffect(
    () => (cardRef.current === null ? undefined : publishBottom(cardRef.current, '--request-bottom')),
    [],
  );
  useEffect(() => {
    const before = document.activeElement;
    const { current: button } = notNowRef;
    if (!isTyping()) button?.focus({ preventScroll: true });
    return () => {
      const hasFocus = document.activeElement === document.body || document.activeElement === button;
      if (hasFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={cardRef}
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      className={styles['request']}
    >
      <Avatar person={peer} size="medium" />
      <div className={styles['words']}>
        <h2 id={titleId} className={styles['title']}>
          <Sentence>{text.asksForVideo(isolate(peer.name))}</Sentence>
        </h2>
        <p id={textId} className={styles['text']}>
          {text.cameraIsOff}
        </p>
      </div>
      <div className={styles['buttons']}>
        <Button ref={notNowRef} onClick={notNow}>
          {text.notNow}
        </Button>
        <Button tone="primary" icon={Video} onClick={turnCameraOn}>
          {text.cameraOn}
        </Button>
      </div>
    </div>
  );
}
