import type { Deletion } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { text } from '../entries/historyText.ts';

/** Time to read a line and press a button; it stands still while the button has the focus. */
const undoMs = 8_000;

/** Entries that were deleted, in words, while they can still be brought back. */
interface Offer {
  readonly says: string;
  readonly deletion: Deletion;
}

/** Removals from the history, the latest of which can be undone. */
export interface Removing {
  /** What was deleted, and the way back; undefined once there is none. */
  readonly offer: { readonly says: string; readonly undo: () => void } | undefined;
  /** Why entries are still there, or still gone, until the next try. */
  readonly problem: string | undefined;
  readonly remove: (callIds: readonly CallId[]) => void;
  /** Removes all that was placed up to a time of the server. */
  readonly clear: (before: number) => void;
  /** Stops the time, or lets it start anew. */
  readonly hold: (held: boolean) => void;
}

/** Takes entries out of the history, at once and on all devices, and offers to bring them back for a while. */
export function useRemoval(): Removing {
  const engine = useEngine();
  const [offer, setOffer] = useState<Offer>();
  const [held, setHeld] = useState(false);
  const [problem, setProblem] = useState<string>();
  const running = held ? undefined : offer;
  useEffect(() => {
    if (running === undefined) return undefined;
    const timer = setTimeout(() => setOffer(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [running]);
  const put = async (next: Offer) => {
    setProblem(undefined);
    setHeld(false);
    setOffer(next);
    const outcome = await next.deletion.outcome;
    if (outcome.ok) return;
    setOffer((current) => (current === next ? undefined : current));
    setProblem(text.notDeleted(outcome.error.message));
  };
  const undo = async ({ deletion }: Offer) => {
    setOffer(undefined);
    const outcome = await deletion.undo();
    if (!outcome.ok) setProblem(text.notBroughtBack(outcome.error.message));
  };
  return {
    offer: offer && { says: offer.says, undo: () => void undo(offer) },
    problem,
    remove: (callIds) =>
      void put({ says: text.removed.some(callIds.length), deletion: engine.deleteEntries(callIds) }),
    clear: (before) => void put({ says: text.removed.all, deletion: engine.clearHistory(before) }),
    hold: setHeld,
  };
}
