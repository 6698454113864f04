import type { People, Search } from '@ringback/client';
import type { Person, UserId } from '@ringback/protocol';
import { Star } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { Link } from 'wouter';
import { useEngine } from '../../engine/EngineContext.tsx';
import { usePlaceCall, useUnplayedFrom } from '../../engine/derivedHooks.ts';
import { useConversations, usePeople } from '../../engine/storeHooks.ts';
import { Avatar } from '../../ui/avatar/Avatar.tsx';
import { buttonClass } from '../../ui/controls/Button.tsx';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ListRow, Page } from '../../ui/layout/Page.tsx';
import { SearchField } from '../../ui/fields/SearchField.tsx';
import { VisuallyHidden } from '../../ui/layout/AccessibleText.tsx';
import { CallIcons } from './CallButtons.tsx';
import { favoriteIds, foundStranger, lastActivity, listedPeople } from './listedPeople.ts';
import styles from './PeopleList.module.css';
import { text } from './peopleText.ts';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';

/** The search field and the matching people, each with two call buttons. */
export function PeopleList({ selected }: { readonly selected: UserId | undefined }) {
  const engine = useEngine();
  const people = usePeople((all) => all);
  const { whyNot: reason } = usePlaceCall();
  const reasonId = useId();
  const [query, setQuery] = useState('');
  const listed = listedPeople(people, query);
  const favorites = favoriteIds(people.known);
  const stranger = foundStranger(people.known, people.search);
  return (
    <Page title="People">
      <SearchField
        label="Search people"
        hint={text.searchHint}
        text={query}
        onChange={(typed) => {
          setQuery(typed);
          engine.people.search(typed.trim());
        }}
      />
      <p className={styles['hint']} role="status">
        <Sentence>{query.trim() === '' ? '' : searchText(people.search, listed.length)}</Sentence>
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
            isSelected={person.id === selected}
            reasonId={reasonId}
          />
        ))}
      </ul>
      {people.known.length === 0 && query === '' && <NoPeople state={people.state} />}
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
      return listed === 0 ? text.nobody(isolate(search.name)) : '';
    case 'failed':
      return search.message;
  }
}

const PersonRow = memo(function PersonRow({
  person,
  isNew,
  isFavorite,
  isSelected,
  reasonId,
}: {
  readonly person: Person;
  readonly isNew: boolean;
  readonly isFavorite: boolean;
  readonly isSelected: boolean;
  readonly reasonId: string;
}) {
  return (
    <li aria-label={person.name}>
      <ListRow
        isSelected={isSelected}
        avatar={<Avatar person={person} />}
        buttons={
          <div className={styles['buttons']}>
            <CallIcons person={person} reasonId={reasonId} />
          </div>
        }
      >
        <Link
          href={`/people/${person.id}`}
          dir="auto"
          className={styles['name'] ?? ''}
          aria-current={isSelected ? 'page' : undefined}
        >
          {person.name}
          {isFavorite && <Star aria-hidden="true" size={14} className={styles['star']} />}
        </Link>
        {isNew && (
          <span className={styles['new']}>
            <Sentence>{strangerText(person)}</Sentence>
          </span>
        )}
        <LastActivity person={person} />
      </ListRow>
    </li>
  );
});

/** If a stranger was found by the name they sign in with, that name is shown next to their display name. */
function strangerText({ handle }: Person): string {
  return handle === undefined ? text.newPerson : `${text.newPerson} · ${text.signsInAs(isolate(handle))}`;
}

/** The last activity with a person, and the number of unread messages and unplayed notes. */
function LastActivity({ person }: { readonly person: Person }) {
  const conversation = useConversations(({ known }) => known.find(({ peer }) => peer.id === person.id));
  const activity = lastActivity(person, conversation, useUnplayedFrom(person.id));
  if (activity === undefined) return null;
  const { summary, isMine, waiting } = activity;
  return (
    <span className={styles['last']} data-unread={waiting > 0}>
      <span className={styles['summary']}>
        {isMine && text.byMe}
        <bdi>{summary}</bdi>
      </span>
      {waiting > 0 && (
        <span className={styles['unread']}>
          {waiting > 99 ? '99+' : waiting} <VisuallyHidden>{text.unread}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}

function NoPeople({ state }: { readonly state: People['state'] }) {
  switch (state) {
    case 'loading':
      return <p className={styles['hint']}>{text.loading}</p>;
    case 'failed':
      return <p className={styles['hint']}>{text.loadFailed}</p>;
    case 'ready':
      return <NoPeopleYet />;
  }
}

function NoPeopleYet() {
  return (
    <EmptyState
      title={text.empty.title}
      action={
        // `noopener`: otherwise the new tab would get a copy of this tab's session storage and be signed in.
        <a className={buttonClass('primary')} href="/" target="_blank" rel="noopener">
          {text.empty.action}
        </a>
      }
    >
      <p>{text.empty.help}</p>
    </EmptyState>
  );
}
