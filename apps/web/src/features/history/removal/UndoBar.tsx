import { Undo2 } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import { text } from '../entries/historyText.ts';
import styles from './UndoBar.module.css';
import type { Removal } from './useRemoval.ts';

/** Says what was deleted, with a button to undo it. Always in the page, so that screen readers announce its text. */
export function UndoBar({
  undoable,
  pause,
  onUndone,
}: Pick<Removal, 'undoable' | 'pause'> & { readonly onUndone: () => void }) {
  return (
    <div role="status" className={styles['bar']}>
      {undoable !== undefined && (
        <>
          <span>{undoable.message}</span>
          <Button
            icon={Undo2}
            onFocus={() => pause(true)}
            onBlur={() => pause(false)}
            onClick={() => {
              onUndone();
              undoable.undo();
            }}
          >
            {text.removed.undo}
          </Button>
        </>
      )}
    </div>
  );
}
