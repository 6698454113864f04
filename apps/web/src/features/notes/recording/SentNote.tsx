import type { NoteDraft } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useEffect, useEffectEvent } from 'react';
import { useNotes } from '../../../engine/storeHooks.ts';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { text } from '../text/notesText.ts';
import styles from './SentNote.module.css';

/** Long enough to be read, in ms. */
const shownMs = 4_000;

/** Says what becomes of a note that was just passed on: it is sent only once the server has it. */
export function SentNote({ callId, onDone }: { readonly callId: CallId; readonly onDone: () => void }) {
  const draft = useNotes(({ outbox }) => outbox.find((each) => each.callId === callId));
  const isSending = draft?.status.state === 'sending';
  const done = useEffectEvent(onDone);
  useEffect(() => {
    if (isSending) return undefined;
    const timer = setTimeout(done, shownMs);
    return () => clearTimeout(timer);
  }, [isSending]);
  return (
    <div className={styles['place']}>
      <Status className={styles['status']}>{sentText(draft)}</Status>
    </div>
  );
}

/** A note leaves the drafts when the server has it. */
export function sentText(draft: Pick<NoteDraft, 'status'> | undefined): string {
  switch (draft?.status.state) {
    case undefined:
      return text.sent;
    case 'sending':
      return text.sending;
    case 'waiting':
      return text.sentLater;
    case 'refused':
      return `${text.notSent} ${draft.status.message}`;
  }
}
