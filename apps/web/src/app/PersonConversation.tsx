import type { Person } from '@ringback/protocol';
import { Conversation } from '../features/conversation/Conversation.tsx';
import { CallItem } from '../features/history/summary/CallSummary.tsx';
import { NoteBubble, NoteDraftBubble } from '../features/notes/playing/NoteBubble.tsx';

/** The conversation with a person, its calls told as the history tells them, its notes with what plays them. */
export function PersonConversation({ person }: { readonly person: Person }) {
  return (
    <Conversation
      person={person}
      renderers={{
        renderCall: (entry) => <CallItem entry={entry} />,
        renderNote: (note) => <NoteBubble note={note} person={person} />,
        renderNoteDraft: (draft) => <NoteDraftBubble draft={draft} />,
      }}
    />
  );
}
