import type { Known, Search } from '@ringback/client';
import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { listedPeople } from './listedPeople.ts';

function person(digit: number, name: string): Known {
  return { id: v.parse(UserId, `00000000-0000-4000-8000-00000000000${digit}`), name, met: true };
}

const ada = person(1, 'Ada');
const grace = person(2, 'Grace');
const adam = person(3, 'Adam');

function names(query: string, search: Search): readonly string[] {
  return listedPeople({ state: 'ready', known: [ada, grace], search }, query).map(({ name }) => name);
}

test('with nothing typed all known people are listed', () => {
  expect(names('', { state: 'idle' })).toEqual(['Ada', 'Grace']);
});

test('what is typed filters without regard to case', () => {
  expect(names(' AD', { state: 'idle' })).toEqual(['Ada']);
});

test('a stranger who was found comes first', () => {
  expect(names('adam', { state: 'found', name: 'adam', person: adam })).toEqual(['Adam']);
  expect(names('ada', { state: 'found', name: 'ada', person: adam })).toEqual(['Adam', 'Ada']);
});

test('who is known already is listed once when found', () => {
  expect(names('ada', { state: 'found', name: 'ada', person: ada })).toEqual(['Ada']);
});

test('a find that is left over from an ended search is not listed', () => {
  expect(names('', { state: 'found', name: 'adam', person: adam })).toEqual(['Ada', 'Grace']);
});

test('somebody is found by what the user calls them, by their own name, and by the one they sign in with', () => {
  const mum: Known = { ...grace, name: 'Mum', theirName: 'Grace Hopper', handle: 'amazing' };
  const state = { state: 'ready', known: [ada, mum], search: { state: 'idle' } } as const;
  for (const query of ['mum', 'hopper', 'amaz']) expect(listedPeople(state, query)).toEqual([mum]);
});
