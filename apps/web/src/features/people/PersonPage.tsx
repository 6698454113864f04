import type { Person, UserId } from '@ringback/protocol';
import { ArrowLeft } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import { usePlaceCall } from '../../engine/derivedHooks.ts';
import { usePeople } from '../../engine/storeHooks.ts';
import { Avatar } from '../../ui/avatar/Avatar.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { CallButtons } from './CallButtons.tsx';
import { ContactActions } from './ContactActions.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import styles from './PersonPage.module.css';
import { text } from './peopleText.ts';
import { RuleMarks } from './RuleMarks.tsx';
import { usePerson } from './usePerson.ts';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';

/** Renders what other features know about a person. */
export interface PersonRenderers {
  readonly renderAbout: (person: Person) => ReactNode;
  /** The newest call with them, in one line. */
  readonly renderLastCall: (person: Person) => ReactNode;
  /** A link to unplayed notes; stays in view while the page scrolls. */
  readonly renderUnplayed: (person: Person) => ReactNode;
}

/** The page of a person: names, call buttons, and what `renderAbout` renders below. */
export function PersonPage({
  userId,
  renderAbout,
  renderLastCall,
  renderUnplayed,
}: PersonRenderers & { readonly userId: UserId }) {
  const { answer, load } = usePerson(userId);
  switch (answer.state) {
    case 'loading':
      return null;
    case 'notFound':
      return (
        <EmptyState title={text.notFound.title}>
          <p>{text.notFound.help}</p>
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState
          title={text.unknown.title}
          action={<Button onClick={() => void load()}>{text.unknown.retry}</Button>}
        >
          <p>{answer.message}</p>
        </EmptyState>
      );
    case 'known':
      return (
        <Conversation
          person={answer.person}
          lastCall={renderLastCall(answer.person)}
          unplayed={renderUnplayed(answer.person)}
        >
          {renderAbout(answer.person)}
        </Conversation>
      );
  }
}

function Conversation({
  person,
  lastCall,
  unplayed,
  children,
}: {
  readonly person: Person;
  readonly lastCall: ReactNode;
  readonly unplayed: ReactNode;
  readonly children: ReactNode;
}) {
  const { whyNot: reason } = usePlaceCall();
  const reasonId = useId();
  return (
    <section aria-label={`Conversation with ${person.name}`} className={styles['page']}>
      <header className={styles['header']}>
        <Link href="/people" aria-label="Back" className={styles['back'] ?? ''}>
          <ArrowLeft aria-hidden="true" size={20} />
        </Link>
        <Avatar person={person} className={styles['portrait']} />
        <div className={styles['names']}>
          <h1 dir="auto" className={styles['name']}>
            {person.name}
          </h1>
          <OtherNames person={person} />
          {lastCall}
        </div>
        <ContactActions person={person}>
          <PersonMenu person={person} />
        </ContactActions>
        <div className={styles['buttons']}>
          <CallButtons person={person} reasonId={reasonId} />
        </div>
        <div className={styles['unplayed']}>{unplayed}</div>
        <RuleMarks person={person} />
      </header>
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      {children}
    </section>
  );
}

/** The person's other names: their handle, their own display name if the user chose another, and the name they sign in with. */
function OtherNames({ person }: { readonly person: Person }) {
  const theirName = usePeople(({ known }) => known.find(({ id }) => id === person.id)?.theirName);
  const names = [
    ...(person.account?.handle === undefined ? [] : [isolate(`@${person.account.handle}`)]),
    ...(theirName === undefined ? [] : [text.goesBy(isolate(theirName))]),
    ...(person.handle === undefined ? [] : [text.signsInAs(isolate(person.handle))]),
  ];
  return (
    names.length > 0 && (
      <p className={styles['handle']}>
        <Sentence>{names.join(' · ')}</Sentence>
      </p>
    )
  );
}
