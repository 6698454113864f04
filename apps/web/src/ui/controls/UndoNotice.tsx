import { Undo2 } from 'lucide-react';
import { Button } from './Button.tsx';
import styles from './UndoNotice.module.css';

/** Enough to read a line and press a button, in ms; paused while the button has the focus. */
export const undoMs = 8_000;

/** Says what was just done, over everything else, with a button to undo it. Always in the page, so that it is announced. */
export function UndoNotice({
  message,
  onUndo,
  onPause,
}: {
  /** Absent while there is nothing to say. */
  readonly message: string | undefined;
  readonly onUndo: (() => void) | undefined;
  /** The button has the focus, or has lost it. */
  readonly onPause: (isPaused: boolean) => void;
}) {
  return (
    <div role="status" className={styles['notice']}>
      {message !== undefined && (
        <>
          <bdi>{message}</bdi>
          {onUndo !== undefined && (
            <Button
              icon={Undo2}
              className={styles['undo']}
              onFocus={() => onPause(true)}
              onBlur={() => onPause(false)}
              onClick={onUndo}
            >
              Undo
            </Button>
          )}
        </>
      )}
    </div>
  );
}
