import { isUnplayed, type CallScreen, type Connection, type Notes } from '@ringback/client';
import type { Note, Person, UserId } from '@ringback/protocol';
import { whyNotCall } from '../i18n/sharedText.ts';
import { useAccount, useCalls, useConnection, useNotes } from './storeHooks.ts';

/** The user of this tab; undefined while signed out. */
export function useMe(): Person | undefined {
  const account = useAccount();
  return account.state === 'signedIn' ? account.me : undefined;
}

/** Starts a call; while that is not possible `place` is absent and `whyNot` says why, in words. */
export function usePlaceCall(): {
  readonly place: CallScreen['place'];
  readonly whyNot: string | undefined;
} {
  const place = useCalls((calls) => calls.place);
  const cannotPlace = useCalls((calls) => calls.cannotPlace) ?? 'offline';
  const connection = useConnection();
  const why = cannotPlace === 'offline' ? whyUnconnected(connection) : cannotPlace;
  return { place, whyNot: place === undefined ? whyNotCall[why] : undefined };
}

function whyUnconnected(connection: Connection): keyof typeof whyNotCall {
  if (connection.state === 'connecting') return 'connecting';
  return connection.state === 'offline' && connection.reason !== undefined ? connection.reason : 'offline';
}

/** The notes that a person left for the user, and that the user has not played on any device, oldest first. */
export function useUnplayedFrom(peer: UserId): readonly Note[] {
  const known = useNotes((notes) => notes.known);
  const lost = useNotes((notes) => notes.lost);
  return unplayedFrom({ known, lost }, peer);
}

/** The same outside of a component. */
export function unplayedFrom(notes: Pick<Notes, 'known' | 'lost'>, peer: UserId): readonly Note[] {
  return notes.known.filter((note) => note.from === peer && isUnplayed(notes, note));
}
