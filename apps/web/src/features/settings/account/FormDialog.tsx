import { useId, type ReactNode } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';

/** A dialog with fields that is saved or dismissed. */
export function FormDialog({
  title,
  help,
  submit,
  isSaving,
  error,
  onSubmit,
  onDismiss,
  children,
}: {
  readonly title: string;
  readonly help?: string;
  /** The button that saves; absent where there is nothing to save. */
  readonly submit: string | undefined;
  readonly isSaving: boolean;
  readonly error: string | undefined;
  readonly onSubmit: () => void;
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Dialog aria-labelledby={`${id}-title`} aria-describedby={`${id}-help`} onDismiss={onDismiss}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving) onSubmit();
        }}
      >
        <h2 id={`${id}-title`} className={styles['title']}>
          {title}
        </h2>
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
        <div className={styles['fields']}>
          {children}
          <p role="alert" className={styles['error']}>
            {isSaving ? '' : error}
          </p>
        </div>
        <DialogButtons>
          <Button onClick={onDismiss}>{text.create.cancel}</Button>
          {submit !== undefined && (
            <Button tone="primary" type="submit" disabled={isSaving}>
              {submit}
            </Button>
          )}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
