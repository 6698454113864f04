import type { Data, Message } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';

/** The known messages of a conversation, oldest first. `complete`: there are no older ones. */
export interface MessageList {
  readonly messages: readonly Message[];
  readonly state: EntryList['state'];
}

/** Messages that were not requested yet. */
export const unknownMessages: MessageList = { messages: [], state: 'unknown' };

type Page = Data<'message:list'>;

/** Adds a page of older messages. */
export function withOlderMessages(list: MessageList, { messages, next }: Page): MessageList {
  return {
    messages: merged(list.messages, messages),
    state: next === undefined ? 'complete' : 'partial',
  };
}

/**
 * Adds the newest page again. If its oldest message was unknown, there may be a gap before it, so everything older than
 * the gap is forgotten.
 */
export function withNewestMessages(list: MessageList, page: Page): MessageList {
  const oldest = page.messages.at(-1);
  if (page.next === undefined || oldest === undefined) return withOlderMessages(list, page);
  const isJoined = list.messages.some(({ id }) => id === oldest.id);
  const remaining = isJoined ? list.messages : list.messages.filter(({ sentAt }) => sentAt > oldest.sentAt);
  return { messages: merged(remaining, page.messages), state: 'partial' };
}

/** Adds a new message. */
export function withMessage(list: MessageList, message: Message): MessageList {
  if (list.state === 'unknown' || list.messages.some(({ id }) => id === message.id)) return list;
  return { ...list, messages: merged(list.messages, [message]) };
}

function merged(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...more.filter(({ id }) => !ids.has(id))].toSorted((a, b) => a.sentAt - b.sentAt);
}
