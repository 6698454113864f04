import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { intentOf } from './intentOf.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const callId = v.parse(CallId, id(9));
const peer = { id: v.parse(UserId, id(2)), name: 'Grace' };
const call = { callId, peer, media: 'video', placedAt: 1 } as const;
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
] as const)('%o, pressed "%s"', (notice, pressed, intent) => {
  expect(intentOf(notice, pressed)).toEqual(intent);
});
