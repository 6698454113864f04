import type { Entry } from '@ringback/protocol';
import { useEffect } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useNotes } from '../../../engine/storeHooks.ts';
import { noteKind } from '../../../i18n/sharedText.ts';
import { NoteBubble, NoteDraftBubble } from './NoteBubble.tsx';
import styles from './NoteOfCall.module.css';

/** The note that was left after a call, if one was. */
export function NoteOfCall({ entry: { callId, peer } }: { readonly entry: Entry }) {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const isWanted = connection === 'online';
  useEffect(() => {
    if (isWanted) engine.findNotes([callId]);
  }, [engine, callId, isWanted]);
  const note = useNotes(({ known }) => known.find((one) => one.callId === callId));
  const draft = useNotes(({ outbox }) => outbox.find((one) => one.callId === callId));
  if (note !== undefined)
    return (
      <section aria-label={noteKind(note.media)} className={styles['note']}>
        <NoteBubble note={note} person={peer} />
      </section>
    );
  if (draft === undefined) return null;
  return (
    <section aria-label={noteKind(draft.media)} className={styles['note']}>
      <NoteDraftBubble draft={draft} />
    </section>
  );
}
