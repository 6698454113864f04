import { useEffect, useRef, type ComponentProps, type ReactNode, type RefObject } from 'react';
import { attempt } from '../browser/attempt.ts';
import { classNames } from '../styles/classNames.ts';
import styles from './Dialog.module.css';
import { isTyping } from '../controls/isTyping.ts';

interface DialogProps extends ComponentProps<'dialog'> {
  /** Called on Escape. Without it the dialog stays until one of its buttons is pressed. */
  readonly onDismiss?: (() => void) | undefined;
  /** Gets the focus when the dialog opens; by default the browser focuses the first button. */
  readonly focusRef?: RefObject<HTMLElement | null>;
  /** The user did not ask for this dialog: while they type, it opens without modality and leaves the focus alone. */
  readonly uninvited?: boolean;
}

/** A native dialog that is open while it is mounted. */
export function Dialog({
  onDismiss,
  focusRef,
  uninvited = false,
  className,
  children,
  ...rest
}: DialogProps) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  // Only the props of the first render count: the dialog opens once.
  const opening = useRef({ uninvited, focusRef });
  useEffect(() => {
    const dialog = dialogRef.current;
    if (dialog === null) return undefined;
    open(dialog, opening.current.uninvited, opening.current.focusRef?.current ?? null);
    return () => attempt(() => dialog.close());
  }, []);
  return (
    <dialog
      ref={dialogRef}
      closedby={onDismiss === undefined ? 'none' : 'closerequest'}
      className={classNames(styles['dialog'], className)}
      onCancel={(event) => {
        // React decides when the dialog closes. Browsers without `closedby` also fire this on Escape.
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
  if (uninvited && isTyping()) return openInPlace(dialog);
  attempt(() => dialog.showModal());
  // Browsers refuse to make some dialogs modal; one that stays closed would hide a call that rings.
  if (!dialog.open) openInPlace(dialog);
  focus?.focus();
}

/** Unlike `show()`, the attribute does not move the focus. */
function openInPlace(dialog: HTMLDialogElement): void {
  dialog.setAttribute('open', '');
}

/** The buttons at the end of a dialog: two in a row, more in rows of two. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>;
}
