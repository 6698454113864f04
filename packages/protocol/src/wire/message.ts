import * as v from 'valibot';
import { Time } from './wireCall.ts';
import { MessageId, UserId } from '../common/ids.ts';
import { bounds } from './limits.ts';
import { Person } from './people.ts';

/** Control characters but the line break and the tab, and lone surrogates: nothing that people type. */
const forbidden = /[^\P{Cc}\n\t]|\p{Cs}/u;

/** A text as people type it: NFC, line breaks as `\n`, without white space around it. */
export const MessageText = v.pipe(
  v.string(),
  v.maxLength(4 * bounds.messageLength),
  v.transform((text) => text.normalize('NFC').replaceAll(/\r\n?/gu, '\n').trim()),
  v.check((text) => !forbidden.test(text), 'Use text only.'),
  v.check((text) => text !== '', 'Write something.'),
  v.check(
    (text) => [...text].length <= bounds.messageLength,
    `Use at most ${bounds.messageLength} characters.`,
  ),
);

/** One text message. Its id is made by the sending client, so that sending it again sends it once. */
export const Message = v.object({
  id: MessageId,
  from: UserId,
  to: UserId,
  text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)),
  /** When the server took it in; rises from message to message of the same two people, so it orders them. */
  sentAt: Time,
});
export type Message = v.InferOutput<typeof Message>;

/**
 * How far a person has got with what the other one of a conversation wrote: up to and including the message of that
 * time, in ms; 0 for nothing yet. `read` is never beyond `delivered`.
 */
export const Progress = v.object({ delivered: Time, read: Time });
export type Progress = v.InferOutput<typeof Progress>;

/** What a list of conversations says of one, from one side. */
export const Conversation = v.object({
  peer: Person,
  /** The newest message of either side. */
  last: Message,
  /** Messages to this user that were not read on any of their devices. */
  unread: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** How far this user has got with the peer's messages. */
  mine: Progress,
  /** How far the peer has got with this user's. */
  theirs: Progress,
});
export type Conversation = v.InferOutput<typeof Conversation>;
