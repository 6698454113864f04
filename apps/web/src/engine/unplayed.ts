import type { Notes } from '@ringback/client';
import type { Note, UserId } from '@ringback/protocol';

/** The notes that somebody left for the user, and that the user has not played on any device, oldest first. */
export function unplayedFrom({ known }: Pick<Notes, 'known'>, peer: UserId): readonly Note[] {
  return known.filter(({ from, playedAt }) => from === peer && playedAt === undefined);
}
