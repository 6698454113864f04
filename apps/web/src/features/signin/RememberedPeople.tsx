import type { Person } from '@ringback/protocol';
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
}: {
  readonly people: readonly Person[];
  readonly isBusy: boolean;
}) {
  const engine = useEngine();
  const latestRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isTyping()) latestRef.current?.focus();
  }, []);
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
            if (!isBusy) void engine.account.continueAs(person.id);
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
