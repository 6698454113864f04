import type { Person } from '@ringback/protocol';
import { Conversation } from '../features/conversation/Conversation.tsx';
import { CallItem } from '../features/history/CallItem.tsx';

/** The conversation with a person, its calls told as the history tells them. */
export function PersonConversation({ person }: { readonly person: Person }) {
  return <Conversation person={person} renderCall={(entry) => <CallItem entry={entry} />} />;
}
