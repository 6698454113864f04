import type { Known } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { text } from './peopleText.ts';

/** What else a person is called, in words: by themself where the user calls them otherwise, and where they sign in. */
export function otherNamesOf(person: Person, known: readonly Known[]): readonly string[] {
  const theirName = known.find(({ id }) => id === person.id)?.theirName;
  return [
    ...(theirName === undefined ? [] : [text.goesBy(theirName)]),
    ...(person.handle === undefined ? [] : [text.signsInAs(person.handle)]),
  ];
}
