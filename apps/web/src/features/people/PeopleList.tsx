import type { People, Search } from '@ringback/client';
import type { Person, UserId } from '@ringback/protocol';
import { Star } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { useEngine } from '../../engine/EngineContext.tsx';
import { usePlaceCall, useUnplayedFrom } from '../../engine/derivedHooks.ts';
import { useConversations, usePeople } from '../../engine/storeHooks.ts';
import { Avatar } from '../../ui/avatar/Avatar.tsx';
import { buttonClass } from '../../ui/controls/Button.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { SearchField } from '../../ui/controls/SearchField.tsx';
import { VisuallyHidden } from '../../ui/layout/ScreenReaderText.tsx';
import { CallIcons } from './CallButtons.tsx';
import { latestWith } from './lastActivity.ts';
import { favoritesAmong, foundBeyond, listedPeople } from './listedPeople.ts';
import styles from './PeopleList.module.css';
import { text } from './peopleText.ts';

/** The search field and the people it leaves, with a pair of call buttons each. */
export function PeopleList({ chosen }: { readonly chosen: UserId | undefined }) {
  const engine = useEngine();
  const people = usePeople((all) => all);
  const { whyNot: reason } = usePlaceCall();
  const reasonId = useId();
  const [query, setQuery] = useState('');
  const listed = listedPeople(people, query);
  const favorites = favoritesAmong(people.known);
  const stranger = foundBeyond(people.known, people.search);
  return (
    <Page title="People">
      <SearchField
        label="Search people"
        hint={text.searchHint}
        text={query}
        onChange={(typed) => {
          setQuery(typed);
          engine.searchPeople(typed.trim());
        }}
      />
      <p className={styles['hint']} role="status">
        {query.trim() === '' ? '' : searchText(people.search, listed.length)}
      </p>
      <p id={reasonId} className={styles['reason']}>
        {reason}
      </p>
      <ul aria-label="People" className={styles['list']}>
        {listed.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            isNew={person.id === stranger?.id}
            isFavorite={favorites.has(person.id)}
            isChosen={person.id === chosen}
            reasonId={reasonId}
          />
        ))}
      </ul>
      {people.known.length === 0 && query === '' && <Nobody state={people.state} />}
    </Page>
  );
}

function searchText(search: Search, listed: number): string {
  switch (search.state) {
    case 'idle':
    case 'found':
      return '';
    case 'searching':
      return listed === 0 ? text.searching : '';
    case 'nobody':
      return listed === 0 ? text.nobody(search.name) : '';
    case 'failed':
      return search.message;
  }
}

function PersonRow({
  person,
  isNew,
  isFavorite,
  isChosen,
  reasonId,
}: {
  readonly person: Person;
  readonly isNew: boolean;
  readonly isFavorite: boolean;
  readonly isChosen: boolean;
  readonly reasonId: string;
}) {
  return (
    <li aria-label={person.name} className={styles['row']} data-chosen={isChosen}>
      <Avatar person={person} />
      <div className={styles['who']}>
        <Link
          href={`/people/${person.id}`}
          className={styles['name'] ?? ''}
          aria-current={isChosen ? 'page' : undefined}
        >
          {person.name}
          {isFavorite && <Star aria-hidden="true" size={14} className={styles['star']} />}
        </Link>
        {isNew && <span className={styles['new']}>{newcomerText(person)}</span>}
        <Latest person={person} />
      </div>
      <div className={styles['buttons']}>
        <CallIcons person={person} reasonId={reasonId} />
      </div>
    </li>
  );
}

/** Whoever was found by the name they sign in with is shown by another one: it is said that they are the same. */
function newcomerText({ handle }: Person): string {
  return handle === undefined ? text.newPerson : `${text.newPerson} · ${text.signsInAs(handle)}`;
}

/** What came last, and how much waits: messages to be read, notes to be played. */
function Latest({ person }: { readonly person: Person }) {
  const conversation = useConversations(({ known }) => known.find(({ peer }) => peer.id === person.id));
  const latest = latestWith(person, conversation, useUnplayedFrom(person.id));
  if (latest === undefined) return null;
  const { words, isMine, waiting } = latest;
  return (
    <span className={styles['last']} data-unread={waiting > 0}>
      <span className={styles['words']}>
        {isMine && text.byMe}
        <bdi>{words}</bdi>
      </span>
      {waiting > 0 && (
        <span className={styles['unread']}>
          {waiting > 99 ? '99+' : waiting} <VisuallyHidden>{text.unread}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}

function Nobody({ state }: { readonly state: People['state'] }) {
  switch (state) {
    case 'loading':
      return <p className={styles['hint']}>{text.loading}</p>;
    case 'failed':
      return <p className={styles['hint']}>{text.loadFailed}</p>;
    case 'ready':
      return <NobodyYet />;
  }
}

function NobodyYet() {
  return (
    <EmptyState
      title={text.empty.title}
      action={
        // Without an opener the new tab starts signed out; with one it would get a copy of this tab's session.
        <a className={buttonClass('primary')} href="/" target="_blank" rel="noopener">
          {text.empty.action}
        </a>
      }
    >
      <p>{text.empty.help}</p>
    </EmptyState>
  );
}
