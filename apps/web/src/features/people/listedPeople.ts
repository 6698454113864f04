import type { Known, People, Search } from '@ringback/client';
import {
  handleOf,
  matchesName,
  searchWords,
  type Conversation,
  type Note,
  type Person,
} from '@ringback/protocol';
import { noteDuration, noteKind } from '../../i18n/sharedText.ts';

/** The people that match a search: known people with a matching name, after a person that only the server's search found. */
export function listedPeople({ known, search }: People, query: string): readonly Person[] {
  const words = searchWords(query);
  if (words.length === 0) return known;
  const matching = known.filter((person) => namesOf(person).some((name) => matchesName(name, words)));
  const found = foundStranger(known, search);
  return found === undefined ? matching : [found, ...matching];
}

/** The names of a person: the user's name for them, their display name, and the name they sign in with. */
function namesOf(person: Known): readonly string[] {
  return [person.name, person.theirName ?? person.name, handleOf(person)];
}

/** The person that the server's search found, unless the user already knows them. */
export function foundStranger(known: readonly Person[], search: Search): Person | undefined {
  if (search.state !== 'found') return undefined;
  return known.some(({ id }) => id === search.person.id) ? undefined : search.person;
}

/** The ids of the user's favorites. */
export function favoriteIds(known: readonly Known[]): ReadonlySet<Person['id']> {
  return new Set(known.filter(({ contact }) => contact?.isFavorite === true).map(({ id }) => id));
}

/** The last activity with a person, in one line. */
interface Activity {
  readonly summary: string;
  readonly isMine: boolean;
  /** The number of unread messages and unplayed notes. */
  readonly waiting: number;
}

/** The newest message, or the newest unplayed note if it is newer; undefined if there is neither. */
export function lastActivity(
  person: Person,
  conversation: Pick<Conversation, 'last' | 'unread'> | undefined,
  unplayed: readonly Note[],
): Activity | undefined {
  const waiting = unplayed.length + (conversation?.unread ?? 0);
  const note = unplayed.at(-1);
  if (note !== undefined && note.sentAt > (conversation?.last.sentAt ?? 0)) {
    const summary = `${noteKind(note.media)}, ${noteDuration(note.durationMs)}`;
    return { summary, isMine: false, waiting };
  }
  if (conversation === undefined) return undefined;
  const { last } = conversation;
  return { summary: last.text, isMine: last.from !== person.id, waiting };
}
