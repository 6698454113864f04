import { useId, useRef } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { text } from '../text/notesText.ts';
import styles from './RecordDialog.module.css';

/**
 * Asks before a recording is discarded. Only its buttons close it: Escape, which opened it, is often pressed more than
 * once.
 */
export function DiscardQuestion({
  question,
  onDiscard,
  onKeep,
}: {
  readonly question: string;
  readonly onDiscard: () => void;
  readonly onKeep: () => void;
}) {
  const titleId = useId();
  const keepRef = useRef<HTMLButtonElement>(null);
  return (
    <Dialog role="alertdialog" aria-labelledby={titleId} focusRef={keepRef}>
      <h2 id={titleId} className={styles['title']}>
        {question}
      </h2>
      <DialogButtons>
        <Button tone="danger" onClick={onDiscard}>
          {text.discard}
        </Button>
        <Button ref={keepRef} onClick={onKeep}>
          {text.keep}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
