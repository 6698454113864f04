import { isUnplayed, type Notes } from '@ringback/client';
import type { Note, UserId } from '@ringback/protocol';

/** The notes that somebody left for the user, and that the user has not played on any device, oldest first. */
export function unplayedFrom(notes: Pick<Notes, 'known' | 'lost'>, peer: UserId): readonly Note[] {
  return notes.known.filter((note) => note.from === peer && isUnplayed(notes, note));
}
