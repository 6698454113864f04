import type { IncomingCall, OwnPreview } from '@ringback/client';
import { useRef } from 'react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { useMatchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { SoundNotice, type CallSounds } from '../sound/CallSounds.tsx';
import { text } from '../text/callText.ts';
import { Answers } from './Answers.tsx';
import { Attempts, CallReason, StrangerFacts } from './CallRequest.tsx';
import styles from './IncomingDialog.module.css';
import { useKeyGuard } from './keyGuard.ts';
import { ReplyWithMessage } from './ReplyWithMessage.tsx';
import { OwnPicture, previewHint, SeeYourself } from './SeeYourself.tsx';

/** Where a ringing call takes the whole window; the style sheets ask the same. In pixels, as large text is no phone. */
const wholeWindow = '(max-width: 599px), (max-height: 499px)';

/**
 * A call that rings here: a card beside the page, or the whole window of a phone. Closes by its buttons or when the ring
 * ends, never by Escape.
 */
export function IncomingDialog({
  call,
  sounds,
}: {
  readonly call: IncomingCall;
  readonly sounds: CallSounds;
}) {
  const acceptRef = useRef<HTMLButtonElement>(null);
  const isWholeWindow = useMatchesMedia(wholeWindow);
  const { restart, ...keys } = useKeyGuard();
  const { peer, media, preview, request } = call;
  const enableSound = () => {
    sounds.enable();
    // The button that was clicked disappears.
    acceptRef.current?.focus();
  };
  return (
    <Dialog
      role="alertdialog"
      aria-label={request === undefined ? text.incomingFrom(media, peer.name) : text.request.from(peer.name)}
      uninvited
      modality={isWholeWindow ? 'modal' : 'beside'}
      focusRef={acceptRef}
      onOpen={restart}
      className={styles['dialog']}
      style={identityStyle(peer)}
      {...keys}
    >
      <div className={styles['head']} data-media={media} data-seen={isSeen(preview)}>
        <OwnPicture preview={preview} />
        <div className={styles['portrait']}>
          <Avatar person={peer} size="huge" />
        </div>
        {preview !== undefined && <SeeYourself preview={preview} />}
      </div>
      <div className={styles['who']}>
        <h2 dir="auto" className={styles['name']}>
          {peer.name}
        </h2>
        <p className={styles['kind']}>
          {request === undefined ? text.incoming(media) : text.request.kind[media]}
        </p>
        <StrangerFacts call={call} />
        <CallReason call={call} />
        <Attempts call={call} />
        {preview !== undefined && <Status className={styles['hint']}>{previewHint(preview)}</Status>}
      </div>
      <Answers call={call} acceptRef={acceptRef} />
      <ReplyWithMessage call={call} />
      <div className={styles['notice']}>
        <SoundNotice sounds={{ ...sounds, enable: enableSound }} />
      </div>
    </Dialog>
  );
}

/** Whether the user sees their own camera. */
function isSeen(preview: OwnPreview | undefined): boolean {
  return preview?.state === 'on' && preview.stream !== null;
}
