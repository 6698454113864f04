import { randomUUID } from 'node:crypto';
import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { UrgentCalls } from '../urgentCalls.ts';

const hourMs = 60 * 60 * 1000;
const [ada, grace, kay] = [newUser(), newUser(), newUser()];

function newUser(): UserId {
  return v.parse(UserId, randomUUID());
}

test('three urgent calls in the morning: none more until a day after the first', () => {
  const urgent = new UrgentCalls();
  for (const at of [0, hourMs, 2 * hourMs]) {
    expect(urgent.waitMs(ada, grace, at)).toBe(0);
    urgent.add(ada, grace, at);
  }
  expect(urgent.waitMs(ada, grace, 20 * hourMs)).toBe(4 * hourMs);
  expect(urgent.waitMs(ada, kay, 20 * hourMs)).toBe(0);
  expect(urgent.waitMs(grace, ada, 20 * hourMs)).toBe(0);
  expect(urgent.waitMs(ada, grace, 24 * hourMs)).toBe(0);
  urgent.add(ada, grace, 24 * hourMs);
  expect(urgent.waitMs(ada, grace, 24 * hourMs)).toBe(hourMs);
});
