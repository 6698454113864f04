import type { Conversation, Message, MessageId, UserId } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';

/** The conversations of the user, as far as they were fetched, kept current by pushes. */
export interface Conversations {
  readonly state: 'loading' | 'ready' | 'failed';
  /** Those in which something was written, the latest first. */
  readonly known: readonly Conversation[];
  /** What was fetched of those that were looked at. */
  readonly threads: ReadonlyMap<UserId, Thread>;
  /** What was written here and is not with the server yet, oldest first. */
  readonly outbox: readonly Draft[];
}

/** What is known of the messages and calls with one person. */
export interface Thread {
  readonly messages: MessageList;
  readonly calls: EntryList;
}

/** Oldest first. `complete`: there are no older ones. */
export interface MessageList {
  readonly messages: readonly Message[];
  readonly state: EntryList['state'];
}

/** A message on its way. */
export interface Draft {
  readonly id: MessageId;
  readonly to: UserId;
  readonly text: string;
  /** On this machine's clock, in ms. */
  readonly writtenAt: number;
  readonly status: DraftStatus;
}

/** `waiting`: it goes by itself as soon as it can. `refused`: the server will not have it, and says why. */
export type DraftStatus =
  | { readonly state: 'waiting' }
  | { readonly state: 'sending' }
  | { readonly state: 'refused'; readonly message: string };

/** What is known of conversations before the server has said anything. */
export const noConversations: Conversations = {
  state: 'loading',
  known: [],
  threads: new Map(),
  outbox: [],
};
