import type { Conversations, Thread } from '@ringback/client';
import { MessageId, type Message, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { grace, linus, me } from './cast.ts';
import { entries } from './entries.ts';

const minuteMs = 60_000;
const noon = new Date().setHours(12, 0, 0, 0);

function message(number: number, agoMs: number, from: Person, to: Person, text: string): Message {
  const id = v.parse(MessageId, `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`);
  return { id, from: from.id, to: to.id, text, sentAt: noon - agoMs };
}

const withGrace: readonly Message[] = [
  message(1, 95 * minuteMs, grace, me, 'Shall we go through the plan today?'),
  message(2, 50 * minuteMs, me, grace, 'Yes. I call you in a moment.'),
  message(3, 44 * minuteMs, me, grace, 'You did not pick up 🙂\nI try again around noon, from the train.'),
  message(4, 30 * minuteMs, grace, me, 'Sorry, I was in the lab.'),
  message(5, 8 * minuteMs, me, grace, `That is a long one: ${'word after word, '.repeat(14)}and its end.`),
];
const fromLinus = message(6, 3 * minuteMs, linus, me, 'Call me when you’re free');
const unsent = message(7, 0, me, grace, 'And one that waits');

const thread: Thread = {
  messages: { messages: withGrace, state: 'complete' },
  calls: { entries: entries.filter(({ peer }) => peer.id === grace.id), state: 'complete' },
};

/** A conversation with a few messages and calls, and one with an unread message. */
export const conversations: Conversations = {
  state: 'ready',
  known: [
    {
      peer: linus,
      last: fromLinus,
      unread: 2,
      mine: { delivered: fromLinus.sentAt, read: 0 },
      theirs: { delivered: 0, read: 0 },
    },
    {
      peer: grace,
      last: withGrace[4] ?? fromLinus,
      unread: 0,
      mine: { delivered: noon, read: noon },
      theirs: { delivered: noon, read: noon - 40 * minuteMs },
    },
  ],
  threads: new Map([[grace.id, thread]]),
  outbox: [{ id: unsent.id, to: grace.id, text: unsent.text, writtenAt: noon, status: { state: 'waiting' } }],
};
