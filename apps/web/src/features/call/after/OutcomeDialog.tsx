import type { Outcome } from '@ringback/client';
import { asksForNote } from '@ringback/protocol';
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

/** How it is asked for a note; that belongs to another part of the app. */
export interface Asking {
  /** Plays what the other one says to those whose calls they do not answer; the question comes after it, if any. */
  readonly renderGreeting: (outcome: Outcome, question: ReactNode) => ReactNode;
  readonly onLeaveNote: (outcome: Outcome) => void;
}

/** What became of a call that did not end by hanging up, and what can be done now. */
export function OutcomeDialog({ outcome, asking }: { readonly outcome: Outcome; readonly asking: Asking }) {
  const closeRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { happened, help } = outcomeText(outcome);
  return (
    <Dialog
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-happened ${id}-help`}
      uninvited
      // Closing is what a stray Enter may do; a call is not.
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
            {happened}
          </p>
        </div>
      </div>
      <p id={`${id}-help`} className={styles['help']}>
        {help}
      </p>
      <Choices outcome={outcome} closeRef={closeRef} asking={asking} />
    </Dialog>
  );
}

function Choices({
  outcome,
  closeRef,
  asking: { renderGreeting, onLeaveNote },
}: {
  readonly outcome: Outcome;
  readonly closeRef: RefObject<HTMLButtonElement | null>;
  readonly asking: Asking;
}) {
  const [, navigate] = useLocation();
  const isPromptWanted = useIsPromptWanted();
  const closeAfter = (act: () => void) => () => {
    act();
    outcome.close();
  };
  const question = isPromptWanted ? (
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
      {asksForNote(outcome.reason) && (
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

/** Whether the user wants to be asked for notes. */
function useIsPromptWanted(): boolean {
  const settings = useSettings();
  return settings.state === 'unknown' || settings.values.missedCallPrompts;
}
