import type { CallId, Media, Person } from '@ringback/protocol';
import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { RecordDialog } from './RecordDialog.tsx';
import { SentNote } from './SentNote.tsx';
import { text } from '../text/notesText.ts';
import { isolate } from '../../../ui/layout/Sentence.tsx';

/** A note to record: after which call, for whom, and of which kind. */
export interface NoteRequest {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
}

/** Records a note and sends it. `isHidden`: a call is in front; what was recorded is there again after it. */
export function NoteDialog({
  request: { callId, peer, media },
  isHidden,
  onClose,
}: {
  readonly request: NoteRequest;
  readonly isHidden: boolean;
  readonly onClose: () => void;
}) {
  const engine = useEngine();
  const [isSent, setIsSent] = useState(false);
  if (isSent) return <SentNote callId={callId} onDone={onClose} />;
  return (
    <RecordDialog
      title={text.leave(media)}
      discardQuestion={text.discardNote}
      isHidden={isHidden}
      help={text.help(isolate(peer.name))}
      media={media}
      sendLabel={text.send}
      onSend={async (recorded) => {
        const isAccepted = await engine.notes.send({ callId, to: peer.id }, recorded);
        return isAccepted ? undefined : text.notTaken;
      }}
      onSent={() => setIsSent(true)}
      onClose={onClose}
    />
  );
}
