import { CallId, UserId, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { drawn, tagOf, type Addressed, type Notice } from './notice.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const me = v.parse(UserId, id(1));
const grace: Person = { id: v.parse(UserId, id(2)), name: 'Grace' };
const placedAt = new Date(2026, 2, 3, 14, 5).getTime();
const call = { callId: v.parse(CallId, id(9)), peer: grace, media: 'video', placedAt } as const;
const to = (notice: Notice, userId = me): Addressed => ({ userId, notice });

test('a call: who, by what, when, and what can be done', () => {
  const { title, look } = drawn(to({ kind: 'incoming', ...call }), placedAt);
  expect(title).toBe('Incoming video call from Grace');
  expect(look).toMatchObject({ timestamp: placedAt, requireInteraction: true });
  expect(look.body).toMatch(/^2:05\sPM$|^14:05$/u);
  expect(look.actions?.map((each) => each.title)).toEqual(['Accept', 'Decline']);
});

test('a missed call is told at its true time, however late, in place of the one that rang', () => {
  const threeDaysOn = new Date(2026, 2, 6, 9, 0).getTime();
  const missed = to({ kind: 'missed', ...call });
  const { title, look } = drawn(missed, threeDaysOn);
  expect(title).toBe('Missed video call from Grace');
  expect(look.body).toMatch(/^Tuesday, /u);
  expect(look.timestamp).toBe(placedAt);
  expect(look.actions?.map((each) => each.title)).toEqual(['Call back', 'Message']);
  expect(tagOf(missed)).toBe(tagOf(to({ kind: 'incoming', ...call })));
});

test('two people in one browser: what is told of the same call is told to each', () => {
  const notice: Notice = { kind: 'incoming', ...call };
  expect(tagOf(to(notice))).not.toBe(tagOf(to(notice, grace.id)));
});

test('messages of one person are one notification, which draws attention each time; long ones are cut between letters', () => {
  const long = '😀'.repeat(300);
  const first = drawn(
    to({ kind: 'messages', peer: grace, sent: { kind: 'text', text: 'Hi' }, count: 1, sentAt: 1 }),
    placedAt,
  );
  const third = drawn(
    to({ kind: 'messages', peer: grace, sent: { kind: 'text', text: long }, count: 3, sentAt: 3 }),
    placedAt,
  );
  expect(first).toMatchObject({ title: 'Grace', look: { body: 'Hi', renotify: true } });
  expect(third).toMatchObject({ title: 'Grace (3)', look: { body: '😀'.repeat(200), tag: first.look.tag } });
});

test('what was dealt with elsewhere makes no sound', () => {
  const { look } = drawn(to({ kind: 'over', how: 'answered', ...call }), placedAt);
  expect(look).toMatchObject({ body: 'Answered on another device', silent: true });
});
