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
import { otherNamesOf } from './otherNames.ts';
import styles from './PersonPage.module.css';
import { text } from './peopleText.ts';
import { usePerson } from './usePerson.ts';

/** What others have to tell of a person. */
export interface About {
  readonly renderAbout: (person: Person) => ReactNode;
  /** Tells the newest call with them in a line. */
  readonly renderLastCall: (person: Person) => ReactNode;
  /** Leads to what waits for the user; it stays in view, whatever is scrolled below it. */
  readonly renderNews: (person: Person) => ReactNode;
}

/** One person: who they are, how to call them, and what `renderAbout` tells of them. */
export function PersonPage({
  userId,
  renderAbout,
  renderLastCall,
  renderNews,
}: About & { readonly userId: UserId }) {
  const { answer, ask } = usePerson(userId);
  switch (answer.state) {
    case 'loading':
      return null;
    case 'nobody':
      return (
        <EmptyState title={text.notFound.title}>
          <p>{text.notFound.help}</p>
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState
          title={text.unknown.title}
          action={<Button onClick={() => void ask()}>{text.unknown.retry}</Button>}
        >
          <p>{answer.message}</p>
        </EmptyState>
      );
    case 'known':
      return (
        <Conversation
          person={answer.person}
          lastCall={renderLastCall(answer.person)}
          news={renderNews(answer.person)}
        >
          {renderAbout(answer.person)}
        </Conversation>
      );
  }
}

function Conversation({
  person,
  lastCall,
  news,
  children,
}: {
  readonly person: Person;
  readonly lastCall: ReactNode;
  readonly news: ReactNode;
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
        <Avatar person={person} />
        <div className={styles['who']}>
          <h1 className={styles['name']}>{person.name}</h1>
          <OtherNames person={person} />
          {lastCall}
        </div>
        <ContactActions person={person} />
        <div className={styles['buttons']}>
          <CallButtons person={person} reasonId={reasonId} />
        </div>
        <div className={styles['news']}>{news}</div>
      </header>
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      {children}
    </section>
  );
}

/** Who has several names is the same person under each. */
function OtherNames({ person }: { readonly person: Person }) {
  const names = otherNamesOf(
    person,
    usePeople(({ known }) => known),
  );
  return names.length > 0 && <p className={styles['handle']}>{names.join(' · ')}</p>;
}
