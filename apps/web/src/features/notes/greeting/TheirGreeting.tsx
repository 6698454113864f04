import type { HeardGreeting } from '@ringback/client';
import type { CallId, Person } from '@ringback/protocol';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { GreetingAutoPlayer } from './GreetingAutoPlayer.tsx';
import styles from './TheirGreeting.module.css';

/** How long the question waits for a greeting, in ms; after that, people assume that nothing comes. */
const loadTimeoutMs = 1_500;

/**
 * Plays the greeting of the person who did not answer, and then shows the question in the same place, so that nothing moves
 * under a press. Without a greeting, or if it does not load in time or cannot be played, the question appears at once.
 */
export function TheirGreeting({
  callId,
  person,
  question,
}: {
  readonly callId: CallId;
  readonly person: Person;
  /** Shown after the greeting; undefined if the user does not want to be asked. */
  readonly question: ReactNode;
}) {
  const greeting = useGreetingAfter(callId);
  const [hasEnded, setEnded] = useState(false);
  const boxRef = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(boxRef);
  const hasQuestion = question !== undefined;
  if (greeting === 'none' || (greeting === 'loading' && !hasQuestion)) return question;
  const end = (): void => {
    keepFocus();
    setEnded(true);
  };
  return (
    <div ref={boxRef} className={styles['box']}>
      {greeting !== 'loading' && !(hasEnded && hasQuestion) && (
        <GreetingAutoPlayer greeting={greeting} person={person} onEnd={end} />
      )}
      {hasEnded && question}
    </div>
  );
}

/** The greeting of the person who did not answer; `loading` at most for the timeout. */
function useGreetingAfter(callId: CallId): HeardGreeting | 'loading' | 'none' {
  const engine = useEngine();
  const [greeting, setGreeting] = useState<HeardGreeting | 'loading' | 'none'>('loading');
  useEffect(() => {
    const finish = (found: HeardGreeting | 'none'): void =>
      setGreeting((before) => (before === 'loading' ? found : before));
    const timer = setTimeout(() => finish('none'), loadTimeoutMs);
    const load = async (): Promise<void> => {
      const answer = await engine.notes.greetingAfter(callId);
      finish((answer.ok && answer.data) || 'none');
    };
    void load();
    return () => clearTimeout(timer);
  }, [engine, callId]);
  return greeting;
}

/** Keeps the focus in a box whose content changes; call the result just before it does. */
function useKeptFocus(boxRef: RefObject<HTMLElement | null>): () => void {
  const wasInside = useRef(false);
  useEffect(() => {
    if (!wasInside.current) return;
    wasInside.current = false;
    boxRef.current?.querySelector('button')?.focus();
  });
  return () => {
    wasInside.current = boxRef.current?.contains(document.activeElement) ?? false;
  };
}
