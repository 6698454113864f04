import { useCallback, useEffect, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { carryOut, type Removal } from './removal.ts';
import { text } from './text.ts';

/** Time to read a line and press a button; it stands still while the button has the focus. */
const undoMs = 8_000;

/** Removals from the history, one of which can be undone at a time. */
export interface Removing {
  /** What can still be brought back; the server does not know of it yet. */
  readonly pending: Removal | undefined;
  /** Why entries that were to be deleted are still there, until the next try. */
  readonly problem: string | undefined;
  readonly remove: (removal: Removal) => void;
  readonly undo: () => void;
  /** Stops the time, or lets it start anew. */
  readonly hold: (held: boolean) => void;
}

/**
 * Takes entries out of the history. They leave the screen at once; the server is told when the time to undo is over, with
 * the next removal, or when the screen or the page is left. A tab that dies before has deleted nothing.
 */
export function useRemoval(): Removing {
  const engine = useEngine();
  const [pending, setPending] = useState<Removal>();
  const [held, setHeld] = useState(false);
  const [problem, setProblem] = useState<string>();
  // Several may want it done at once, before anything is drawn again; the first takes it out of here.
  const waiting = useRef<Removal>(undefined);
  const put = useCallback((removal: Removal | undefined) => {
    waiting.current = removal;
    setPending(removal);
    setHeld(false);
  }, []);
  const tell = useCallback(
    async (removal: Removal) => {
      const result = await carryOut(engine, removal);
      if (!result.ok) setProblem(text.notDeleted(result.error.message));
    },
    [engine],
  );
  const finish = useCallback(() => {
    const removal = waiting.current;
    if (removal === undefined) return;
    put(undefined);
    void tell(removal);
  }, [put, tell]);
  useAfter(undoMs, pending !== undefined && !held ? pending : undefined, finish);
  useLeaving(finish);
  return {
    pending,
    problem,
    remove: (removal) => {
      finish();
      setProblem(undefined);
      put(removal);
    },
    undo: () => put(undefined),
    hold: setHeld,
  };
}

/** Calls back once, so many ms after the subject came. */
function useAfter(ms: number, subject: Removal | undefined, callback: () => void): void {
  useEffect(() => {
    if (subject === undefined) return undefined;
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  }, [ms, subject, callback]);
}

/**
 * Calls back when the screen or the page is left. `pagehide` alone is too late: what a websocket is given then is lost
 * with the page. `beforeunload` comes while it still works, and hiding is the last that a phone tells of a page.
 */
function useLeaving(callback: () => void): void {
  useEffect(() => {
    const whenHidden = () => {
      if (document.visibilityState === 'hidden') callback();
    };
    window.addEventListener('beforeunload', callback);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      window.removeEventListener('beforeunload', callback);
      document.removeEventListener('visibilitychange', whenHidden);
      callback();
    };
  }, [callback]);
}
