import type { Known, People, Search } from '@ringback/client';
import { handleOf, nameKey, type Person } from '@ringback/protocol';

/** Whom the list shows while `query` is typed: the known people one of whose names holds it, and whoever was found beyond them. */
export function listedPeople({ known, search }: People, query: string): readonly Person[] {
  const wanted = nameKey(query.trim());
  const matching = known.filter((person) => namesOf(person).some((name) => nameKey(name).includes(wanted)));
  const found = foundBeyond(known, search);
  return found === undefined || wanted === '' ? matching : [found, ...matching];
}

/** All that a person is called: by the user, by themself, and where they sign in. */
function namesOf(person: Known): readonly string[] {
  return [person.name, person.theirName ?? person.name, handleOf(person)];
}

/** The person a search found, unless one knows them already. */
export function foundBeyond(known: readonly Person[], search: Search): Person | undefined {
  if (search.state !== 'found') return undefined;
  return known.some(({ id }) => id === search.person.id) ? undefined : search.person;
}

export function favoritesAmong(known: readonly Known[]): ReadonlySet<Person['id']> {
  return new Set(known.filter(({ contact }) => contact?.isFavorite === true).map(({ id }) => id));
}
