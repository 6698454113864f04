import type { CallId, Media, Person } from '@ringback/protocol';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { RecordDialog } from './RecordDialog.tsx';
import { text } from '../notesText.ts';

/** After which call a note is to be left, for whom, and of which kind. */
export interface NoteWish {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
}

/** Records a note, and sends it. */
export function NoteDialog({
  wish: { callId, peer, media },
  onClose,
}: {
  readonly wish: NoteWish;
  readonly onClose: () => void;
}) {
  const engine = useEngine();
  return (
    <RecordDialog
      title={text.leave(media)}
      help={text.help(peer.name)}
      media={media}
      sendLabel={text.send}
      onSend={async (recorded) => {
        const isTaken = await engine.sendNote({ callId, to: peer.id }, recorded);
        return isTaken ? undefined : text.notTaken;
      }}
      onClose={onClose}
    />
  );
}
