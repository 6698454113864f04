import type { Outcome } from '@ringback/client';
import { allowsNote } from '@ringback/protocol';
import { MessageSquare, Mic, Phone, Video } from 'lucide-react';
import { useId, useRef, type ReactNode, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useSettings } from '../../../engine/storeHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
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
      <div className={styles['head']}>
        <Avatar person={outcome.peer} size="large" />
        <div>
          <h2 id={`${id}-title`} className={styles['title']}>
            {text.callEnded}
          </h2>
          <p id={`${id}-happened`} className={styles['happened']}>
            <Sentence>{happened}</Sentence>
          </p>
        </div>
      </div>
      <p id={`${id}-help`} className={styles['help']}>
        <Sentence>{help}</Sentence>
      </p>
      <Choices outcome={outcome} closeRef={closeRef} notePrompt={notePrompt} />
    </Dialog>
  );
}

function Choices({
  outcome,
  closeRef,
  notePrompt: { renderGreeting, onLeaveNote },
}: {
  readonly outcome: Outcome;
  readonly closeRef: RefObject<HTMLButtonElement | null>;
  readonly notePrompt: NotePrompt;
}) {
  const [, navigate] = useLocation();
  const wantsPrompt = useWantsPrompt();
  const closeAfter = (act: () => void) => () => {
    act();
    outcome.close();
  };
  const question = wantsPrompt ? (
    <Button icon={outcome.media === 'video' ? Video : Mic} onClick={closeAfter(() => onLeaveNote(outcome))}>
      {text.leaveNote[outcome.media]}
    </Button>
  ) : undefined;
  return (
    <DialogButtons>
      <Button ref={closeRef} onClick={outcome.close}>
        {text.close}
      </Button>
      <Button icon={MessageSquare} onClick={closeAfter(() => navigate(`/people/${outcome.peer.id}`))}>
        {text.message}
      </Button>
      {allowsNote(outcome.reason) && (
        <div className={styles['question']}>{renderGreeting(outcome, question)}</div>
      )}
      {outcome.callAgain !== undefined && (
        <Button tone="primary" icon={outcome.media === 'video' ? Video : Phone} onClick={outcome.callAgain}>
          {text.callAgain}
        </Button>
      )}
    </DialogButtons>
  );
}

function useWantsPrompt(): boolean {
  const settings = useSettings();
  return settings.state === 'unknown' || settings.values.missedCallPrompts;
}
