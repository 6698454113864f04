import type { Known, Search } from '@ringback/client';
import { CallId, MessageId, NoteId, UserId, type Note } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { lastActivity, listedPeople } from './listedPeople.ts';

function person(digit: number, name: string): Known {
  return { id: v.parse(UserId, `00000000-0000-4000-8000-00000000000${digit}`), name, met: true };
}

const ada = person(1, 'Ada');
const grace = person(2, 'Grace');
const adam = person(3, 'Adam');

function names(query: string, search: Search): readonly string[] {
  return listedPeople({ state: 'ready', known: [ada, grace], search }, query).map(({ name }) => name);
}

test('without a search, all known people are listed', () => {
  expect(names('', { state: 'idle' })).toEqual(['Ada', 'Grace']);
});

test('a search ignores case', () => {
  expect(names(' AD', { state: 'idle' })).toEqual(['Ada']);
});

test('a stranger that was found comes first', () => {
  expect(names('adam', { state: 'found', name: 'adam', person: adam })).toEqual(['Adam']);
  expect(names('ada', { state: 'found', name: 'ada', person: adam })).toEqual(['Adam', 'Ada']);
});

test('a known person that was found is listed once', () => {
  expect(names('ada', { state: 'found', name: 'ada', person: ada })).toEqual(['Ada']);
});

test('a result of an earlier search is not listed', () => {
  expect(names('', { state: 'found', name: 'adam', person: adam })).toEqual(['Ada', 'Grace']);
});

test('people match by the name that the user gave them, by their own name and by the name they sign in with', () => {
  const mum: Known = { ...grace, name: 'Mum', theirName: 'Grace Hopper', handle: 'amazing' };
  const state = { state: 'ready', known: [ada, mum], search: { state: 'idle' } } as const;
  for (const query of ['mum', 'hopper', 'amaz']) expect(listedPeople(state, query)).toEqual([mum]);
});

const uuid = '00000000-0000-4000-8000-000000000001';
const me = v.parse(UserId, '00000000-0000-4000-8000-000000000009');

function note(sentAt: number): Note {
  const ids = { id: v.parse(NoteId, uuid), callId: v.parse(CallId, uuid), from: grace.id, to: me };
  const about = { media: 'audio', mime: 'audio/webm', durationMs: 12_300, size: 1 } as const;
  return { ...ids, ...about, peaks: [], sentAt, bytes: 'kept' };
}

function conversation(from: UserId, sentAt: number, unread: number) {
  return { last: { id: v.parse(MessageId, uuid), from, to: me, text: 'Hello', sentAt }, unread };
}

test('unplayed notes count like unread messages, and the newest of them is shown', () => {
  const theirs = conversation(grace.id, 5, 2);
  expect(lastActivity(grace, theirs, [note(4), note(6)])).toEqual({
    summary: 'Voice note, 0:12',
    isMine: false,
    waiting: 4,
  });
  expect(lastActivity(grace, theirs, [note(4)])).toEqual({ summary: 'Hello', isMine: false, waiting: 3 });
});

test('a note alone is shown; without any activity, nothing is', () => {
  expect(lastActivity(grace, undefined, [note(1)])?.waiting).toBe(1);
  expect(lastActivity(grace, undefined, [])).toBeUndefined();
  expect(lastActivity(grace, conversation(me, 5, 0), [])).toEqual({
    summary: 'Hello',
    isMine: true,
    waiting: 0,
  });
});
