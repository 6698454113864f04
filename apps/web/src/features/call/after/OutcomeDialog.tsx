import type { Outcome } from '@ringback/client';
import { allowsNote } from '@ringback/protocol';
import { MessageSquare, Mic, Phone, Stethoscope, Video, X } from 'lucide-react';
import { useId, useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSettings } from '../../../engine/storeHooks.ts';
import { checkAddress } from '../../../i18n/endCauses.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button, IconButton } from '../../../ui/controls/Button.tsx';
import { Dialog } from '../../../ui/dialogs/Dialog.tsx';
import styles from './OutcomeDialog.module.css';
import { outcomeText } from './outcomeText.ts';
import { text } from '../text/callText.ts';
import { isolatePeer, Sentence } from '../../../ui/layout/Sentence.tsx';

/** How the dialog asks for a note, which the notes feature provides. */
export interface NotePrompt {
  /** Plays the callee's greeting, followed by the question, if there is one. */
  readonly renderGreeting: (outcome: Outcome, question: ReactNode) => ReactNode;
  readonly onLeaveNote: (outcome: Outcome) => void;
}

/** Says why a call ended without a hang-up, and offers what to do now. */
export function OutcomeDialog({
  outcome,
  notePrompt,
}: {
  readonly outcome: Outcome;
  readonly notePrompt: NotePrompt;
}) {
  const closeRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { happened, help } = outcomeText(isolatePeer(outcome));
  return (
    <Dialog
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-happened ${id}-help`}
      uninvited
      // A stray Enter may close the dialog, but must not place a call.
      focusRef={closeRef}
      onDismiss={outcome.close}
    >
      <IconButton
        ref={closeRef}
        label={text.close}
        icon={X}
        className={styles['close']}
        onClick={outcome.close}
      />
      <div className={styles['head']}>
        <Avatar person={outcome.peer} size="large" className={styles['portrait']} />
        <h2 id={`${id}-title`} className={styles['title']}>
          {text.callEnded}
        </h2>
        <p id={`${id}-happened`} className={styles['happened']}>
          <Sentence>{happened}</Sentence>
        </p>
        <p id={`${id}-help`} className={styles['help']}>
          <Sentence>{help}</Sentence>
        </p>
      </div>
      <Choices outcome={outcome} notePrompt={notePrompt} />
    </Dialog>
  );
}

/** What most people want next comes first: to say why they called, or after a broken call, to call again. */
function Choices({
  outcome,
  notePrompt: { renderGreeting, onLeaveNote },
}: {
  readonly outcome: Outcome;
  readonly notePrompt: NotePrompt;
}) {
  const [, navigate] = useLocation();
  const asksForNote = useWantsPrompt() && allowsNote(outcome.reason);
  const closeAfter = (act: () => void) => () => {
    act();
    outcome.close();
  };
  const question = asksForNote ? (
    <Button
      tone="primary"
      icon={outcome.media === 'video' ? Video : Mic}
      onClick={closeAfter(() => onLeaveNote(outcome))}
    >
      {text.leaveNote[outcome.media]}
    </Button>
  ) : undefined;
  return (
    <div className={styles['choices']}>
      {allowsNote(outcome.reason) && (
        <div className={styles['question']}>{renderGreeting(outcome, question)}</div>
      )}
      {!asksForNote && <CallAgain outcome={outcome} tone="primary" />}
      <Button icon={MessageSquare} onClick={closeAfter(() => navigate(`/people/${outcome.peer.id}`))}>
        {text.message}
      </Button>
      {asksForNote && <CallAgain outcome={outcome} tone="plain" />}
      {isCheckable(outcome) && (
        <Button icon={Stethoscope} onClick={closeAfter(() => navigate(checkAddress(outcome.cause)))}>
          {text.checkThis}
        </Button>
      )}
    </div>
  );
}

/** Whether a network or a device may have caused the end, and not a person. */
function isCheckable({ reason }: Outcome): boolean {
  return reason === 'connectFailed' || reason === 'connectionLost';
}

function CallAgain({
  outcome: { media, callAgain },
  tone,
}: {
  readonly outcome: Outcome;
  readonly tone: 'primary' | 'plain';
}) {
  if (callAgain === undefined) return null;
  return (
    <Button
      tone={tone}
      icon={media === 'video' ? Video : Phone}
      className={tone === 'primary' ? styles['first'] : undefined}
      onClick={callAgain}
    >
      {text.callAgain}
    </Button>
  );
}

function useWantsPrompt(): boolean {
  const settings = useSettings();
  return settings.state === 'unknown' || settings.values.missedCallPrompts;
}
