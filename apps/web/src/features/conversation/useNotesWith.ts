import type { UserId } from '@ringback/protocol';
import { useMemo } from 'react';
import { useNotes } from '../../engine/storeHooks.ts';
import type { NotesWith } from './conversationTimeline.ts';

/** The notes with a person, as far as they are known. */
export function useNotesWith(peer: UserId): NotesWith {
  const known = useNotes((notes) => notes.known);
  const reach = useNotes((notes) => notes.reach);
  const outbox = useNotes((notes) => notes.outbox);
  return useMemo(
    () => ({
      notes: known.filter(({ from, to }) => from === peer || to === peer),
      reach: reach.get(peer),
      outbox: outbox.filter(({ to }) => to === peer),
    }),
    [known, reach, outbox, peer],
  );
}
