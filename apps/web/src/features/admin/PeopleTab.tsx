import type { AdminPerson } from '@ringback/protocol';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { SearchField } from '../../ui/fields/SearchField.tsx';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { PersonPanel } from './PersonPanel.tsx';
import { Answered, useAnswer } from './useAdmin.tsx';

/** Everyone on the server, with what the host can do about the selected one. */
export function PeopleTab({
  selected,
  onSelect,
}: {
  readonly selected: string | undefined;
  readonly onSelect: (userId: string | undefined) => void;
}) {
  const [typed, setTyped] = useState('');
  const find = useDeferredValue(typed);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const after = cursors.at(-1);
  const answer = useAnswer('people', {
    ...(find.trim() !== '' && { find }),
    ...(after !== undefined && { after }),
  });
  return (
    <div className={styles['columns']}>
      <div className={styles['column']}>
        <SearchField
          label={text.people.search}
          hint={text.people.hint}
          text={typed}
          onChange={(next) => {
            setTyped(next);
            setCursors([]);
          }}
        />
        <Answered answer={answer}>
          {({ people, total, next }) => (
            <>
              <p className={styles['soft']} role="status">
                {people.length === 0 ? text.people.none : text.people.count(people.length, total)}
              </p>
              <PeopleList people={people} selected={selected} onSelect={onSelect} />
              {next !== undefined && (
                <Button onClick={() => setCursors([...cursors, next])}>{text.more}</Button>
              )}
            </>
          )}
        </Answered>
      </div>
      <div className={styles['column']}>
        {selected === undefined ? (
          <p className={styles['soft']}>{text.people.select}</p>
        ) : (
          <PersonPanel
            key={selected}
            userId={selected}
            onChanged={answer.reload}
            onGone={() => onSelect(undefined)}
          />
        )}
      </div>
    </div>
  );
}

function PeopleList({
  people,
  selected,
  onSelect,
}: {
  readonly people: readonly AdminPerson[];
  readonly selected: string | undefined;
  readonly onSelect: (userId: string) => void;
}) {
  return (
    <ul aria-label={text.people.list} className={styles['list']}>
      {people.map((person) => (
        <li key={person.id} aria-label={person.name}>
          <PersonRow
            person={person}
            isSelected={person.id === selected}
            onSelect={() => onSelect(person.id)}
          />
        </li>
      ))}
    </ul>
  );
}

function PersonRow({
  person: { name, signInName, handle, kind, isOnline, suspended },
  isSelected,
  onSelect,
}: {
  readonly person: AdminPerson;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}) {
  const about = [
    text.people[kind],
    ...(handle === undefined ? [] : [`@${handle}`]),
    ...(signInName === name ? [] : [`${text.person.signsInAs} ${signInName}`]),
    ...(isOnline ? [text.people.online] : []),
  ];
  return (
    <button type="button" className={styles['row']} aria-pressed={isSelected} onClick={onSelect}>
      <span className={styles['name']} dir="auto">
        {name}
      </span>
      {suspended !== undefined && <span className={styles['badge']}>{text.people.suspended}</span>}
      <span className={styles['about']}>{about.join(' · ')}</span>
    </button>
  );
}
