import type { Outcome } from '@ringback/client';
import { MessageSquare, Phone, Video } from 'lucide-react';
import { useId, useRef } from 'react';
import { useLocation } from 'wouter';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './OutcomeDialog.module.css';
import { outcomeText } from './outcomeText.ts';
import { text } from './text.ts';

/** What became of a call that did not end by hanging up, and what can be done now. */
export function OutcomeDialog({ outcome }: { readonly outcome: Outcome }) {
  const closeRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [, navigate] = useLocation();
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
      <div className={styles['buttons']}>
        <Button ref={closeRef} onClick={outcome.close}>
          {text.close}
        </Button>
        <Button
          icon={MessageSquare}
          onClick={() => {
            navigate(`/people/${outcome.peer.id}`);
            outcome.close();
          }}
        >
          {text.message}
        </Button>
        {outcome.callAgain !== undefined && (
          <Button tone="primary" icon={outcome.media === 'video' ? Video : Phone} onClick={outcome.callAgain}>
            {text.callAgain}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
