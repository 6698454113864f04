import type { Draft } from '@ringback/client';
import type { Conversation, Message } from '@ringback/protocol';
import { text } from './conversationText.ts';

/** How far a message of one's own has got. `conversation`: what is known of the other side, if anything is. */
export function messageStatus({ sentAt }: Message, conversation: Conversation | undefined): string {
  const { delivered, read } = conversation?.theirs ?? { delivered: 0, read: 0 };
  if (sentAt <= read) return text.status.read;
  return sentAt <= delivered ? text.status.delivered : text.status.sent;
}

/** What becomes of a message that is not with the server yet. */
export function draftStatus({ status }: Draft): string {
  switch (status.state) {
    case 'waiting':
      return text.status.waiting;
    case 'sending':
      return text.status.sending;
    case 'refused':
      return `${text.status.notSent} ${status.message}`;
  }
}
