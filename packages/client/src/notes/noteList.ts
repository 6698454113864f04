import type { Data, Note, UserId } from '@ringback/protocol';
import type { Notes } from './notes.ts';

/** Adds or updates notes; an older version of a known note changes nothing. */
export function withNotes(notes: Notes, news: readonly Note[]): Notes {
  const changed = news.filter((note) => isNews(notes, note));
  if (changed.length === 0) return notes;
  const ids = new Set(changed.map(({ id }) => id));
  const others = notes.known.filter(({ id }) => !ids.has(id));
  return { ...notes, known: [...others, ...changed].toSorted((a, b) => a.sentAt - b.sentAt) };
}

/** Notes become played and lose their bytes, never the reverse, so the version with less of that is older. */
function isNews({ known }: Notes, note: Note): boolean {
  const old = known.find(({ id }) => id === note.id);
  if (old === undefined) return true;
  const isOlder =
    (old.playedAt !== undefined && note.playedAt === undefined) ||
    (old.bytes === 'gone' && note.bytes === 'kept');
  return !isOlder && (old.playedAt !== note.playedAt || old.bytes !== note.bytes);
}

/** Adds a page of the notes with a person. */
export function withNotePage(notes: Notes, peer: UserId, { notes: page, next }: Data<'note:list'>): Notes {
  const reach = new Map(notes.reach).set(peer, {
    state: next === undefined ? 'complete' : 'partial',
    from: next ?? 0,
  });
  return { ...withNotes(notes, page), reach };
}

/** Sets the loading state of the notes with a person. */
export function withListState(notes: Notes, peer: UserId, state: 'loading' | 'failed'): Notes {
  const { from } = notes.reach.get(peer) ?? { from: Infinity };
  return { ...notes, reach: new Map(notes.reach).set(peer, { state, from }) };
}
