import type { HeardGreeting } from '@ringback/client';
import type { CallId, Person } from '@ringback/protocol';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { GreetingInPassing } from './GreetingAutoPlayer.tsx';
import styles from './TheirGreeting.module.css';

/** How long a question waits for a greeting, in ms. Who has to wait for longer thinks that there is nothing to come. */
const patienceMs = 1_500;

/**
 * Plays what the one says who did not answer a call, and then asks: the question comes in the same place, so that
 * nothing moves under a press. Where there is no greeting, or none that is there soon and can be heard, it comes at once.
 */
export function TheirGreeting({
  callId,
  person,
  question,
}: {
  readonly callId: CallId;
  readonly person: Person;
  /** What comes after it; undefined where the user does not want to be asked. */
  readonly question: ReactNode;
}) {
  const greeting = useGreetingAfter(callId);
  const [isOver, setOver] = useState(false);
  const placeRef = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(placeRef);
  const hasQuestion = question !== undefined;
  if (greeting === 'none' || (greeting === 'asked' && !hasQuestion)) return question;
  const end = (): void => {
    keepFocus();
    setOver(true);
  };
  return (
    <div ref={placeRef} className={styles['place']}>
      {greeting !== 'asked' && !(isOver && hasQuestion) && (
        <GreetingInPassing greeting={greeting} person={person} onOver={end} />
      )}
      {isOver && question}
    </div>
  );
}

/** What the one says who did not answer; `asked` for a moment at most. */
function useGreetingAfter(callId: CallId): HeardGreeting | 'asked' | 'none' {
  const engine = useEngine();
  const [greeting, setGreeting] = useState<HeardGreeting | 'asked' | 'none'>('asked');
  useEffect(() => {
    const settle = (found: HeardGreeting | 'none'): void =>
      setGreeting((before) => (before === 'asked' ? found : before));
    const timer = setTimeout(() => settle('none'), patienceMs);
    const fetchIt = async (): Promise<void> => {
      const answer = await engine.greetingAfter(callId);
      settle((answer.ok && answer.data) || 'none');
    };
    void fetchIt();
    return () => clearTimeout(timer);
  }, [engine, callId]);
  return greeting;
}

/** Lets the focus stay in a place whose contents change; to be called just before they do. */
function useKeptFocus(placeRef: RefObject<HTMLElement | null>): () => void {
  const wasInside = useRef(false);
  useEffect(() => {
    if (!wasInside.current) return;
    wasInside.current = false;
    placeRef.current?.querySelector('button')?.focus();
  });
  return () => {
    wasInside.current = placeRef.current?.contains(document.activeElement) ?? false;
  };
}
