import type { MessageDraft, NoteDraft } from '@ringback/client';
import type { Conversation, Message, Person } from '@ringback/protocol';
import { noteLabel, playedText } from '../../i18n/sharedText.ts';
import type { ConversationItem } from './conversationTimeline.ts';

/** Fixed text of a conversation. */
export const text = {
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  hint: (name: string) => `Message ${name}`,
  you: 'You',
  loading: 'Loading…',
  failed: 'The conversation could not be loaded.',
  retry: 'Try again',
  earlier: 'Show earlier',
  nothing: { title: 'Nothing here yet', help: 'Call, or write the first message.' },
  noRoom: 'Too many messages are waiting to be sent. Wait until the server is back.',
  status: {
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    sending: 'Sending…',
    waiting: 'Waiting to be sent',
    notSent: 'Not sent.',
  },
  unplayed: (count: number) => (count === 1 ? '1 new note' : `${count} new notes`),
  quickReplies: 'Quick replies',
  again: 'Send again',
  discard: 'Discard',
} as const;

/** The delivery status of the user's own message. `conversation`: what is known about the other side. */
export function messageStatus({ sentAt }: Message, conversation: Conversation | undefined): string {
  const { delivered, read } = conversation?.theirs ?? { delivered: 0, read: 0 };
  if (sentAt <= read) return text.status.read;
  return sentAt <= delivered ? text.status.delivered : text.status.sent;
}

/** The status of a message that the server does not have yet. */
export function draftStatus({ status }: MessageDraft): string {
  switch (status.state) {
    case 'waiting':
      return text.status.waiting;
    case 'sending':
      return text.status.sending;
    case 'refused':
      return `${text.status.notSent} ${status.message}`;
  }
}

/** The label of a note: "Voice note from Grace, 0:12, not played". Undefined for other items, which need no label. */
export function noteItemLabel(
  item: ConversationItem,
  person: Person,
  me: Person | undefined,
): string | undefined {
  switch (item.kind) {
    case 'note': {
      const from = item.note.from === person.id ? person.name : (me?.name ?? '');
      return noteLabel(item.note, from, playedText(item.note));
    }
    case 'noteDraft':
      return noteLabel(item.draft, me?.name ?? '', noteDraftStatus(item.draft));
    case 'message':
    case 'call':
    case 'draft':
      return undefined;
  }
}

function noteDraftStatus({ status }: NoteDraft): string {
  switch (status.state) {
    case 'waiting':
      return 'waiting to be sent';
    case 'sending':
      return 'being sent';
    case 'refused':
      return 'not sent';
  }
}
