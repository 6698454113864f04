import type { MessageDraft } from '@ringback/client';
import { CallId, MessageId, NoteId, UserId, type Entry, type Message, type Note } from '@ringback/protocol';
import * as v from 'valibot';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const me = v.parse(UserId, uuid(1));
const grace = v.parse(UserId, uuid(2));

/** A message from Grace. */
export function messageAt(sentAt: number): Message {
  return { id: v.parse(MessageId, uuid(sentAt % 1e12)), from: grace, to: me, text: `At ${sentAt}`, sentAt };
}

/** A draft of a message to Grace, not sent yet. */
export function draftOf(writtenAt: number): MessageDraft {
  const id = v.parse(MessageId, uuid(900 + writtenAt));
  return { id, to: grace, text: 'Later', writtenAt, status: { state: 'waiting', sent: 0 } };
}

/** A note that Grace left after a call. */
export function noteAt(sentAt: number, callId: CallId): Note {
  return {
    id: v.parse(NoteId, uuid(700 + sentAt)),
    callId,
    from: grace,
    to: me,
    media: 'audio',
    mime: 'audio/webm',
    durationMs: 5_000,
    peaks: [],
    size: 100,
    sentAt,
    bytes: 'kept',
  };
}

/** A call with Grace. */
export function entryAt(placedAt: number): Entry {
  return {
    callId: v.parse(CallId, uuid(placedAt % 1e12)),
    peer: { id: grace, name: 'Grace' },
    direction: 'outgoing',
    media: 'audio',
    label: 'answered',
    durationMs: 7_000,
    placedAt,
    endedAt: placedAt,
    seen: true,
  };
}
