import { handleOf, type Person } from '@ringback/protocol';
import { useEffect, useRef } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Avatar } from '../../ui/avatar/Avatar.tsx';
import { isTyping } from '../../ui/controls/isTyping.ts';
import styles from './RememberedPeople.module.css';
import { text } from './signInText.ts';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';

/** A button for each account that can sign in without typing a name; the latest one has the focus. */
export function RememberedPeople({
  people,
  isBusy,
  onAsked,
}: {
  readonly people: readonly Person[];
  readonly isBusy: boolean;
  /** An account was signed out here: it asks for its password. */
  readonly onAsked: (name: string) => void;
}) {
  const engine = useEngine();
  const latestRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isTyping()) latestRef.current?.focus();
  }, []);
  const continueAs = async (person: Person): Promise<void> => {
    const answer = await engine.account.continueAs(person.id);
    const isSignedOut = !answer.ok && answer.error.code === 'unauthorized';
    if (isSignedOut && person.account !== undefined) onAsked(handleOf(person));
  };
  return (
    <div className={styles['remembered']}>
      {people.map((person, index) => (
        <button
          key={person.id}
          ref={index === 0 ? latestRef : undefined}
          type="button"
          className={styles['person']}
          aria-disabled={isBusy}
          onClick={() => {
            if (!isBusy) void continueAs(person);
          }}
        >
          <Avatar person={person} />
          <span className={styles['label']}>
            <Sentence>{text.continueAs(isolate(person.name))}</Sentence>
          </span>
        </button>
      ))}
      <p className={styles['or']}>{text.orElse}</p>
    </div>
  );
}
