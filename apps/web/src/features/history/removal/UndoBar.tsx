import { Undo2 } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import { text } from '../entries/historyText.ts';
import styles from './UndoBar.module.css';
import type { Removing } from './useRemoval.ts';

/** Says what was taken away, with the way back; empty, but there, when nothing was, so that its words are announced. */
export function UndoBar({
  offer,
  hold,
  onUndone,
}: Pick<Removing, 'offer' | 'hold'> & { readonly onUndone: () => void }) {
  return (
    <div role="status" className={styles['bar']}>
      {offer !== undefined && (
        <>
          <span>{offer.says}</span>
          <Button
            icon={Undo2}
            onFocus={() => hold(true)}
            onBlur={() => hold(false)}
            onClick={() => {
              onUndone();
              offer.undo();
            }}
          >
            {text.removed.undo}
          </Button>
        </>
      )}
    </div>
  );
}
