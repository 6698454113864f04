import * as v from 'valibot';
import { MessageId, UserId } from '../common/ids.ts';
import { bounds } from './base/limits.ts';
import { Person } from './base/people.ts';
import { Count, Time } from './base/values.ts';

/** Control characters except line break and tab, and lone surrogates: nothing that people type. */
const forbidden = /[^\P{Cc}\n\t]|\p{Cs}/u;

/** Anything with ink: white space, ignorable characters and the empty Braille cell alone say nothing. */
const visible = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A text as people type it: NFC, line breaks as `\n`, trimmed. */
export const MessageText = v.pipe(
  v.string(),
  v.maxLength(4 * bounds.messageLength),
  v.transform((text) => text.normalize('NFC').replaceAll(/\r\n?/gu, '\n').trim()),
  v.check((text) => !forbidden.test(text), 'Use text only.'),
  v.check((text) => visible.test(text), 'Write something.'),
  v.check(
    (text) => [...text].length <= bounds.messageLength,
    `Use at most ${bounds.messageLength} characters.`,
  ),
);

/** One text message. The sending client makes its id, so that a retry does not send it twice. */
export const Message = v.object({
  id: MessageId,
  from: UserId,
  to: UserId,
  text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)),
  /** When the server received it. Strictly increasing within a conversation, so it orders the messages. */
  sentAt: Time,
});
export type Message = v.InferOutput<typeof Message>;

/**
 * Up to which of the other's messages a person has received and read: the `sentAt` of the last one, in ms; 0 for none.
 * `read` never exceeds `delivered`.
 */
const Progress = v.object({ delivered: Time, read: Time });

/** One line of the list of conversations, from one user's side. */
export const Conversation = v.object({
  peer: Person,
  /** The newest message of either. */
  last: Message,
  /** Messages to this user that were not read on any of their devices. */
  unread: Count,
  /** This user's progress in the peer's messages. */
  mine: Progress,
  /** The peer's progress in this user's. */
  theirs: Progress,
});
export type Conversation = v.InferOutput<typeof Conversation>;
