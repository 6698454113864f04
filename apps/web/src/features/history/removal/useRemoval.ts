import type { Deletion } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { undoMs } from '../../../ui/controls/UndoNotice.tsx';
import { text } from '../entries/historyText.ts';

/** A deletion that can still be undone. */
interface UndoableDeletion {
  readonly message: string;
  readonly deletion: Deletion;
}

/** Deletes entries; the latest deletion can be undone for a while. */
export interface Removal {
  /** The deletion that can be undone now. */
  readonly undoable: { readonly message: string; readonly undo: () => void } | undefined;
  /** Why the last deletion or undo failed. */
  readonly problem: string | undefined;
  /** Stable. */
  readonly remove: (callIds: readonly CallId[]) => void;
  /** Deletes all calls placed up to a server time, in ms. */
  readonly clear: (before: number) => void;
  /** Pauses the time limit, or restarts it. */
  readonly pause: (paused: boolean) => void;
}

/** Deletes entries on this device at once, and on all others through the server; offers an undo for a while. */
export function useRemoval(): Removal {
  const engine = useEngine();
  const [undoable, setUndoable] = useState<UndoableDeletion>();
  const [paused, setPaused] = useState(false);
  const [problem, setProblem] = useState<string>();
  const running = paused ? undefined : undoable;
  useEffect(() => {
    if (running === undefined) return undefined;
    const timer = setTimeout(() => setUndoable(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [running]);
  const start = useCallback(async (next: UndoableDeletion) => {
    setProblem(undefined);
    setPaused(false);
    setUndoable(next);
    const outcome = await next.deletion.outcome;
    if (outcome.ok) return;
    setUndoable((current) => (current === next ? undefined : current));
    setProblem(text.notDeleted(outcome.error.message));
  }, []);
  const remove = useCallback(
    (callIds: readonly CallId[]) =>
      void start({ message: text.removed.some(callIds.length), deletion: engine.history.delete(callIds) }),
    [engine, start],
  );
  const undo = async ({ deletion }: UndoableDeletion) => {
    setUndoable(undefined);
    const outcome = await deletion.undo();
    if (!outcome.ok) setProblem(text.notBroughtBack(outcome.error.message));
  };
  return {
    undoable: undoable && { message: undoable.message, undo: () => void undo(undoable) },
    problem,
    remove,
    clear: (before) => void start({ message: text.removed.all, deletion: engine.history.clear(before) }),
    pause: setPaused,
  };
}
