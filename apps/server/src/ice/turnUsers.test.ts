import { randomUUID } from 'node:crypto';
import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TurnUsers } from './turnUsers.ts';

const dayMs = 24 * 60 * 60 * 1000;
const noon = 20_000.5 * dayMs;
const lifetimeMs = 600_000;
const newUser = (): UserId => v.parse(UserId, randomUUID());
const hashIn = ({ username }: { readonly username: string }): string | undefined => username.split(':')[1];

test('a user has one hash for a day, also after a restart, and no one can tell who it is', () => {
  const [ada, grace] = [newUser(), newUser()];
  const issue = (user: UserId, at: number, key = 'key') =>
    new TurnUsers(key).issue(user, 'call', lifetimeMs, at);
  const first = issue(ada, noon);
  expect(first).toEqual({
    username: `${noon / 1000 + 600}:${hashIn(first)}`,
    expiresAt: noon + lifetimeMs,
  });
  expect(hashIn(first)).toMatch(/^[\w-]{22}$/);
  expect(hashIn(issue(ada, noon + dayMs / 4))).toBe(hashIn(first));
  for (const other of [issue(grace, noon), issue(ada, noon + dayMs), issue(ada, noon, 'another key')])
    expect(hashIn(other)).not.toBe(hashIn(first));
});

test('at midnight a user keeps the hash while a name is valid, so that a quota is not doubled', () => {
  const users = new TurnUsers('key');
  const ada = newUser();
  const midnight = noon + dayMs / 2;
  const before = users.issue(ada, 'call', lifetimeMs, midnight - 1000);
  const after = users.issue(ada, 'call', lifetimeMs, midnight + 300_000);
  expect(hashIn(after)).toBe(hashIn(before));
  expect(hashIn(users.issue(ada, 'call', lifetimeMs, midnight + 900_000))).not.toBe(hashIn(before));
});

test('names for two calls in one second differ, and the same call gets the same name', () => {
  const users = new TurnUsers('key');
  const ada = newUser();
  const names = ['first', 'second', 'first', 'third'].map(
    (call) => users.issue(ada, call, lifetimeMs, noon).username,
  );
  expect(new Set(names).size).toBe(3);
  expect(names[2]).toBe(names[0]);
});

test('users whose names have all expired are forgotten', () => {
  const users = new TurnUsers('key');
  for (let count = 0; count < 100; count += 1) users.issue(newUser(), 'call', lifetimeMs, noon);
  expect(users.size).toBe(100);
  users.issue(newUser(), 'call', lifetimeMs, noon + lifetimeMs + 1000);
  expect(users.size).toBe(1);
});
