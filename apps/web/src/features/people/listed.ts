import type { People, Search } from '@ringback/client';
import { handleOf, nameKey, type Person } from '@ringback/protocol';

/** Whom the list shows while `query` is typed: the known people one of whose names holds it, and whoever was found beyond them. */
export function listedPeople({ known, search }: People, query: string): readonly Person[] {
  const wanted = nameKey(query.trim());
  const matching = known.filter((person) =>
    [person.name, handleOf(person)].some((name) => nameKey(name).includes(wanted)),
  );
  const found = foundBeyond(known, search);
  return found === undefined || wanted === '' ? matching : [found, ...matching];
}

/** The person a search found, unless one knows them already. */
export function foundBeyond(known: readonly Person[], search: Search): Person | undefined {
  if (search.state !== 'found') return undefined;
  return known.some(({ id }) => id === search.person.id) ? undefined : search.person;
}
