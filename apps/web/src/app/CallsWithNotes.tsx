import type { CallId } from '@ringback/protocol';
import { CallsScreen } from '../features/history/CallsScreen.tsx';
import { NoteOfCall } from '../features/notes/playing/NoteBubble.tsx';

/** The call history, each call with the note that was left after it. */
export function CallsWithNotes({ callId }: { readonly callId: CallId | null | undefined }) {
  return (
    <CallsScreen callId={callId} renderNote={(entry) => <NoteOfCall key={entry.callId} entry={entry} />} />
  );
}
