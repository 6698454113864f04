import type { Conversation, MessageId, UserId } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';
import { showEntryList } from '../history/historyNames.ts';
import type { MessageList } from '../messages/messageList.ts';
import type { MessageDraft } from '../messages/messageOutbox.ts';
import { showPeerOf, type DisplayNames } from '../people/displayNames.ts';

/** The fetched part of the user's conversations, kept current by pushes. */
export interface Conversations {
  readonly state: 'loading' | 'ready' | 'failed';
  /** Conversations with messages, latest first. */
  readonly known: readonly Conversation[];
  /** The opened conversations. */
  readonly threads: ReadonlyMap<UserId, Thread>;
  /** Messages that the server does not have yet, oldest first. */
  readonly outbox: readonly MessageDraft[];
}

/** The known messages and calls with one person. */
export interface Thread {
  readonly messages: MessageList;
  readonly calls: EntryList;
}

/** The conversations before anything is fetched. */
export const noConversations: Conversations = {
  state: 'loading',
  known: [],
  threads: new Map(),
  outbox: [],
};

/** Actions on conversations. */
export interface ConversationActions {
  /** Fetches the newest messages, calls and notes with a person, unless they are there. */
  open(peer: UserId): void;
  /** Fetches older messages, calls and notes with a person. */
  loadOlder(peer: UserId): void;
  /** Puts a message into the outbox, which sends it once the server is reachable. False if there is no room for it. */
  send(to: UserId, text: string): boolean;
  /** What was typed to a person and not sent, kept over navigation and a reload of the tab. */
  textTo(peer: UserId): string;
  setText(peer: UserId, text: string): void;
  /** Sends a message again that the server refused. */
  sendAgain(id: MessageId): void;
  discard(id: MessageId): void;
  /** The user has read a conversation up to the message of a time, in ms. */
  markRead(peer: UserId, upTo: number): void;
}

const showConversation = showPeerOf<Conversation>();

/** Shows conversations with current names. */
export function showConversations(conversations: Conversations, names: DisplayNames): Conversations {
  const { known, threads } = conversations;
  return {
    ...conversations,
    known: known.map((conversation) => showConversation(conversation, names)),
    threads: new Map(
      [...threads].map(([peer, thread]) => [peer, { ...thread, calls: showEntryList(thread.calls, names) }]),
    ),
  };
}
