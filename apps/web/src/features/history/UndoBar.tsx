import { Undo2 } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { text } from './text.ts';
import styles from './UndoBar.module.css';
import type { Removing } from './useRemoval.ts';

/** Says what was taken away, with the way back; empty, but there, when nothing was, so that its words are announced. */
export function UndoBar({
  pending,
  undo,
  hold,
  onUndone,
}: Pick<Removing, 'pending' | 'undo' | 'hold'> & { readonly onUndone: () => void }) {
  return (
    <div role="status" className={styles['bar']}>
      {pending !== undefined && (
        <>
          <span>{pending.kind === 'all' ? text.removed.all : text.removed.some(pending.callIds.length)}</span>
          <Button
            icon={Undo2}
            onFocus={() => hold(true)}
            onBlur={() => hold(false)}
            onClick={() => {
              onUndone();
              undo();
            }}
          >
            {text.removed.undo}
          </Button>
        </>
      )}
    </div>
  );
}
