import { MessageId, type Conversation, type Message } from '@ringback/protocol';
import * as v from 'valibot';
import { userId } from '../testing/entries.testing.ts';

export const me = userId(1);
export const grace = userId(2);

export const messageId = (n: number): MessageId =>
  v.parse(MessageId, `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`);

/** A message of Grace's, sent at a time. */
export function fromGrace(sentAt: number): Message {
  return { id: messageId(sentAt), from: grace, to: me, text: `At ${sentAt}`, sentAt };
}

/** The conversation with Grace after a message. */
export function withGrace(last: Message, changes: Partial<Conversation> = {}): Conversation {
  const nothing = { delivered: 0, read: 0 };
  return { peer: { id: grace, name: 'Grace' }, last, unread: 1, mine: nothing, theirs: nothing, ...changes };
}
