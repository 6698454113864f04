import { useEffect, useRef, type ComponentProps, type RefObject } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './Dialog.module.css';
import { isTyping } from '../controls/isTyping.ts';

interface Behavior {
  /** What Escape does. Without it the dialog stays until one of its buttons is pressed. */
  readonly onDismiss?: (() => void) | undefined;
  /** Takes the focus when the dialog opens; without it the browser chooses the first button. */
  readonly focusRef?: RefObject<HTMLElement | null>;
  /** For dialogs that nobody asked for: while someone types, it opens beside the page and the focus stays. */
  readonly uninvited?: boolean;
}

/** A native dialog that is open as long as it is drawn. */
export function Dialog({
  onDismiss,
  focusRef,
  uninvited = false,
  className,
  children,
  ...rest
}: ComponentProps<'dialog'> & Behavior) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  // A dialog opens once: what it was opened with is not looked at again.
  const opening = useRef({ uninvited, focusRef });
  useEffect(() => {
    const dialog = dialogRef.current;
    if (dialog === null) return undefined;
    open(dialog, opening.current.uninvited, opening.current.focusRef?.current ?? null);
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={dialogRef}
      closedby={onDismiss === undefined ? 'none' : 'closerequest'}
      className={classNames(styles['dialog'], className)}
      onCancel={(event) => {
        // React decides whether the dialog is there. Browsers without `closedby` come here on Escape all the same.
        event.preventDefault();
        onDismiss?.();
      }}
      {...rest}
    >
      {children}
    </dialog>
  );
}

function open(dialog: HTMLDialogElement, uninvited: boolean, focus: HTMLElement | null): void {
  if (uninvited && isTyping()) {
    // The attribute alone shows it without moving the focus, which `show()` would.
    dialog.setAttribute('open', '');
    return;
  }
  dialog.showModal();
  focus?.focus();
}
