import { useId, useRef } from 'react';
import { Button } from '../controls/Button.tsx';
import styles from './ConfirmDialog.module.css';
import { Dialog, DialogButtons } from './Dialog.tsx';
import { Sentence } from '../layout/Sentence.tsx';

/** Asks for confirmation before something that cannot be undone. Names in its texts may be isolated. */
export function ConfirmDialog({
  title,
  text,
  confirm,
  keep,
  tone = 'danger',
  onConfirm,
  onKeep,
}: {
  readonly title: string;
  readonly text: string;
  /** Labels of the two buttons. */
  readonly confirm: string;
  readonly keep: string;
  readonly tone?: 'danger' | 'primary';
  readonly onConfirm: () => void;
  readonly onKeep: () => void;
}) {
  const keepRef = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const textId = useId();
  return (
    <Dialog aria-labelledby={titleId} aria-describedby={textId} onDismiss={onKeep} focusRef={keepRef}>
      <h2 id={titleId} className={styles['title']}>
        <Sentence>{title}</Sentence>
      </h2>
      <p id={textId} className={styles['text']}>
        <Sentence>{text}</Sentence>
      </p>
      <DialogButtons>
        <Button ref={keepRef} onClick={onKeep}>
          <span>
            <Sentence>{keep}</Sentence>
          </span>
        </Button>
        <Button tone={tone} onClick={onConfirm}>
          <span>
            <Sentence>{confirm}</Sentence>
          </span>
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
