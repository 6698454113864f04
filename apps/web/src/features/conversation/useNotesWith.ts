import type { UserId } from '@ringback/protocol';
import { useEffect, useMemo } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, useNotes } from '../../engine/hooks.ts';
import type { NotesWith } from './timeline.ts';

/** The notes with a person, fetched as soon as that is possible. */
export function useNotesWith(peer: UserId): NotesWith {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const { known, reach, outbox } = useNotes();
  const isMissing = connection === 'online' && !reach.has(peer);
  useEffect(() => {
    if (isMissing) engine.openNotes(peer);
  }, [engine, peer, isMissing]);
  return useMemo(
    () => ({
      notes: known.filter(({ from, to }) => from === peer || to === peer),
      reach: reach.get(peer),
      outbox: outbox.filter(({ to }) => to === peer),
    }),
    [known, reach, outbox, peer],
  );
}
