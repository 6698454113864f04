import { useRef, type ComponentProps, type ReactNode, type RefObject } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './Dialog.module.css';
import { useDialogOpening, type Modality } from './dialogModality.ts';

interface DialogProps extends ComponentProps<'dialog'> {
  /** Called on Escape. Without it the dialog stays until one of its buttons is pressed. */
  readonly onDismiss?: (() => void) | undefined;
  /** Gets the focus when the dialog opens; by default the browser focuses the first button. */
  readonly focusRef?: RefObject<HTMLElement | null>;
  /** The user did not ask for this dialog: while they type, it opens without modality and leaves the focus alone. */
  readonly uninvited?: boolean;
  readonly modality?: Modality;
  /** Called each time that the dialog takes its place, because its modality can change while it is open. */
  readonly onOpen?: () => void;
}

/** A native dialog that is open while it is mounted. */
export function Dialog({
  onDismiss,
  focusRef,
  uninvited = false,
  modality = 'modal',
  onOpen,
  className,
  children,
  ...rest
}: DialogProps) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  useDialogOpening(dialogRef, { modality, uninvited, focusRef, onOpen });
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

/** The buttons at the end of a dialog: two in a row, more in rows of two. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>;
}
