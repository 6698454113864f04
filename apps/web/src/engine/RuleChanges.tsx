import { defaultRules, type Person, type PersonRules, type RulesChange } from '@ringback/protocol';
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { undoMs, UndoNotice } from '../ui/controls/UndoNotice.tsx';
import { useEngine } from './EngineContext.tsx';
import { usePeople } from './storeHooks.ts';

/** Changes what the user has decided about a person; `done` says what it was, and stands beside "Undo". */
type ChangeRules = (person: Person, change: RulesChange, done: string) => void;

/** What the notice says: a change that can be undone for a while, or why one was refused. */
type Said =
  | { readonly kind: 'done'; readonly message: string; readonly undo: () => void }
  | { readonly kind: 'failed'; readonly message: string };

const RuleChangesContext = createContext<ChangeRules | null>(null);

/** Makes changes of rules about people undoable, wherever in the app they are made. */
export function RuleChangesProvider({ children }: { readonly children: ReactNode }) {
  const { people } = useEngine();
  const [said, setSaid] = useState<Said>();
  const [isPaused, setPaused] = useState(false);
  const change = useCallback<ChangeRules>(
    (person, wanted, done) => {
      const before = people.getState().known.find(({ id }) => id === person.id)?.rules ?? defaultRules;
      const set = async (to: RulesChange, next: Said | undefined): Promise<void> => {
        setPaused(false);
        const answer = await people.setRules(person.id, to);
        setSaid(answer.ok ? next : { kind: 'failed', message: answer.error.message });
      };
      const undo = (): void => void set(inverse(wanted, before), undefined);
      void set(wanted, { kind: 'done', message: done, undo });
    },
    [people],
  );
  useEffect(() => {
    if (said === undefined || isPaused) return undefined;
    const timer = setTimeout(() => setSaid(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [said, isPaused]);
  return (
    <RuleChangesContext value={change}>
      {children}
      <UndoNotice
        message={said?.message}
        onUndo={said?.kind === 'done' ? said.undo : undefined}
        onPause={setPaused}
      />
    </RuleChangesContext>
  );
}

/** The change that brings rules back to how they were. Muting and letting through undo each other, so both are set. */
export function inverse(change: RulesChange, before: PersonRules): RulesChange {
  const { isMuted, alwaysThrough, ...others } = change;
  const back = Object.fromEntries(Object.entries(before).filter(([name]) => name in others));
  if (isMuted === undefined && alwaysThrough === undefined) return back;
  // One of them at most is true, and the server clears the other one.
  if (before.isMuted) return { ...back, isMuted: true };
  return before.alwaysThrough
    ? { ...back, alwaysThrough: true }
    : { ...back, isMuted: false, alwaysThrough: false };
}

/** Changes rules about a person, with an undo. */
export function useChangeRules(): ChangeRules {
  const change = use(RuleChangesContext);
  if (change === null) throw new Error('This component needs a RuleChangesProvider around it.');
  return change;
}

/** What the user has decided about a person. */
export function useRules(person: Pick<Person, 'id'>): PersonRules {
  return usePeople(({ known }) => known.find(({ id }) => id === person.id)?.rules) ?? defaultRules;
}
