import { CallId, UserId, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
  intentOf,
  renderNotification,
  tagOf,
  type AddressedNotification,
  type NotificationContent,
} from './notificationContent.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const me = v.parse(UserId, id(1));
const grace: Person = { id: v.parse(UserId, id(2)), name: 'Grace' };
const placedAt = new Date(2026, 2, 3, 14, 5).getTime();
const call = { callId: v.parse(CallId, id(9)), peer: grace, media: 'video', placedAt } as const;
const to = (notice: NotificationContent, userId = me): AddressedNotification => ({ userId, notice });

test('a ringing call shows the caller, the media, the time and its actions', () => {
  const { title, options } = renderNotification(to({ kind: 'incoming', ...call }), placedAt);
  expect(title).toBe('Incoming video call from Grace');
  expect(options).toMatchObject({ timestamp: placedAt, requireInteraction: true });
  expect(options.body).toMatch(/^2:05\sPM$|^14:05$/u);
  expect(options.actions?.map((each) => each.title)).toEqual(['Accept', 'Decline']);
});

test('a stranger who rings is called one, and what they say stands in place of the time', () => {
  const notice = { kind: 'incoming', ...call, request: true, reason: 'About your parcel' } as const;
  const { title, options } = renderNotification(to(notice), placedAt);
  expect(title).toBe('Call request from Grace');
  expect(options).toMatchObject({ body: 'About your parcel', requireInteraction: true });
});

test('a missed call shows its true time, however late, and replaces the ringing one', () => {
  const threeDaysOn = new Date(2026, 2, 6, 9, 0).getTime();
  const missed = to({ kind: 'missed', ...call });
  const { title, options } = renderNotification(missed, threeDaysOn);
  expect(title).toBe('Missed video call from Grace');
  expect(options.body).toMatch(/^Tuesday, /u);
  expect(options.timestamp).toBe(placedAt);
  expect(options.actions?.map((each) => each.title)).toEqual(['Call back', 'Message']);
  expect(tagOf(missed)).toBe(tagOf(to({ kind: 'incoming', ...call })));
});

test('two users of one browser get a notification each for the same call', () => {
  const notice: NotificationContent = { kind: 'incoming', ...call };
  expect(tagOf(to(notice))).not.toBe(tagOf(to(notice, grace.id)));
});

test('the messages of a person share one notification that alerts each time; long texts are cut between characters', () => {
  const long = '😀'.repeat(300);
  const first = renderNotification(
    to({ kind: 'messages', peer: grace, sent: { kind: 'text', text: 'Hi' }, count: 1, sentAt: 1 }),
    placedAt,
  );
  const third = renderNotification(
    to({ kind: 'messages', peer: grace, sent: { kind: 'text', text: long }, count: 3, sentAt: 3 }),
    placedAt,
  );
  expect(first).toMatchObject({ title: 'Grace', options: { body: 'Hi', renotify: true } });
  expect(third).toMatchObject({
    title: 'Grace (3)',
    options: { body: '😀'.repeat(200), tag: first.options.tag },
  });
});

test('a call handled on another device makes no sound', () => {
  const { options } = renderNotification(to({ kind: 'over', how: 'answered', ...call }), placedAt);
  expect(options).toMatchObject({ body: 'Answered on another device', silent: true });
});

const peer = grace;
const { callId } = call;
const sent = { kind: 'text', text: 'Hi' } as const;

test.each([
  [{ kind: 'incoming', ...call }, 'accept', { kind: 'accept', callId }],
  [{ kind: 'incoming', ...call }, 'decline', { kind: 'decline', callId }],
  [{ kind: 'incoming', ...call }, '', { kind: 'go', path: `/calls/${callId}` }],
  [{ kind: 'incoming', ...call }, 'callBack', { kind: 'go', path: `/calls/${callId}` }],
  [{ kind: 'notDeclined', ...call }, 'accept', { kind: 'accept', callId }],
  [{ kind: 'missed', ...call }, 'callBack', { kind: 'callBack', peer, media: 'video' }],
  [{ kind: 'missed', ...call }, 'message', { kind: 'go', path: `/people/${peer.id}` }],
  [{ kind: 'missed', ...call }, 'accept', { kind: 'go', path: `/people/${peer.id}` }],
  [{ kind: 'over', how: 'answered', ...call }, '', { kind: 'go', path: `/calls/${callId}` }],
  [{ kind: 'messages', peer, sent, count: 1, sentAt: 1 }, '', { kind: 'go', path: `/people/${peer.id}` }],
  [{ kind: 'unknownCall', callId }, '', { kind: 'go', path: '/calls' }],
  [{ kind: 'unknownMessages', peerId: peer.id }, '', { kind: 'go', path: `/people/${peer.id}` }],
] as const)('%o with a click on "%s"', (notice, clicked, intent) => {
  expect(intentOf(notice, clicked)).toEqual(intent);
});
