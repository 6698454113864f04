import { defaultRules, ok, type Person, type Result } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { People } from '../people/peopleStore.ts';
import { userId } from '../testing/entries.testing.ts';
import { UnblockPrompt } from './unblockPrompt.ts';

const ada: Person = { id: userId(1), name: 'Ada' };
const grace: Person = { id: userId(2), name: 'Grace' };

/** A user who has blocked Grace's calls, and knows Ada. `placed`: whose calls were placed, in order. */
function createPrompt(answer: Result<unknown> = ok({})) {
  const rules = { ...defaultRules, blocksCalls: true };
  const known = [
    { ...ada, met: true },
    { ...grace, met: true, rules },
  ];
  const people = createStore<People>(() => ({ state: 'ready', known, search: { state: 'idle' } }));
  const changes: unknown[] = [];
  const setRules = (...change: unknown[]) => {
    changes.push(change);
    return Promise.resolve(answer);
  };
  const prompt = new UnblockPrompt({ ...people, setRules });
  const placed: string[] = [];
  const call = (person: Person): void => prompt.beforePlacing(person, () => placed.push(person.name));
  return { prompt, people, call, placed, changes };
}

test('a call to somebody who is not blocked is placed at once', () => {
  const { prompt, call, placed } = createPrompt();
  call(ada);
  expect(placed).toEqual(['Ada']);
  expect(prompt.getState()).toBeNull();
});

test('a call to somebody who is blocked waits until they are unblocked', async () => {
  const { prompt, call, placed, changes } = createPrompt();
  call(grace);
  expect(placed).toEqual([]);
  prompt.getState()?.unblockAndCall();
  await expect.poll(() => placed).toEqual(['Grace']);
  expect(changes).toEqual([[grace.id, { blocksCalls: false }]]);
  expect(prompt.getState()).toBeNull();
});

test('they could not be unblocked: the call is tried, and the server says why it is refused', async () => {
  const { prompt, call, placed } = createPrompt({
    ok: false,
    error: { code: 'offline', message: 'Offline.' },
  });
  call(grace);
  prompt.getState()?.unblockAndCall();
  await expect.poll(() => placed).toEqual(['Grace']);
});

test.each(['canceled', 'the user signs out'] as const)(
  '%s: they stay blocked, and nothing is placed',
  (how) => {
    const { prompt, call, placed, changes } = createPrompt();
    call(grace);
    if (how === 'canceled') prompt.getState()?.cancel();
    else prompt.drop();
    expect(prompt.getState()).toBeNull();
    expect([placed, changes]).toEqual([[], []]);
  },
);

test('a call to somebody else, before the question is answered, takes its place', () => {
  const { prompt, call, placed } = createPrompt();
  call(grace);
  call(ada);
  expect(prompt.getState()).toBeNull();
  expect(placed).toEqual(['Ada']);
});

test('the question has the current name', () => {
  const { prompt, people, call } = createPrompt();
  call(grace);
  people.setState({ known: [{ ...grace, name: 'Mum', theirName: 'Grace', met: true }] });
  expect(prompt.getState()?.peer.name).toBe('Mum');
});
