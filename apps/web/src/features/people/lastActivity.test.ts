import { CallId, MessageId, NoteId, UserId, type Note } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { latestWith } from './lastActivity.ts';

const uuid = '00000000-0000-4000-8000-000000000001';
const grace = { id: v.parse(UserId, uuid), name: 'Grace' };
const me = v.parse(UserId, '00000000-0000-4000-8000-000000000002');

function note(sentAt: number): Note {
  const ids = { id: v.parse(NoteId, uuid), callId: v.parse(CallId, uuid), from: grace.id, to: me };
  const about = { media: 'audio', mime: 'audio/webm', durationMs: 12_300, size: 1 } as const;
  return { ...ids, ...about, peaks: [], sentAt, bytes: 'kept' };
}

function talk(from: UserId, sentAt: number, unread: number) {
  return { last: { id: v.parse(MessageId, uuid), from, to: me, text: 'Hello', sentAt }, unread };
}

test('notes that nobody has played count beside messages that nobody has read; the newest of them is told', () => {
  const theirs = talk(grace.id, 5, 2);
  expect(latestWith(grace, theirs, [note(4), note(6)])).toEqual({
    words: 'Voice note, 0:12',
    isMine: false,
    waiting: 4,
  });
  expect(latestWith(grace, theirs, [note(4)])).toEqual({ words: 'Hello', isMine: false, waiting: 3 });
});

test('a note alone is told; with nothing there, nothing is', () => {
  expect(latestWith(grace, undefined, [note(1)])?.waiting).toBe(1);
  expect(latestWith(grace, undefined, [])).toBeUndefined();
  expect(latestWith(grace, talk(me, 5, 0), [])).toEqual({ words: 'Hello', isMine: true, waiting: 0 });
});
