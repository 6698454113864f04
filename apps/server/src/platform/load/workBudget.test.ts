import { randomUUID } from 'node:crypto';
import { defaultLimits, UserId } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { WorkBudget } from './workBudget.ts';

const limits = {
  ...defaultLimits,
  userUnits: 10,
  userUnitsPerSecond: 5,
  addressUnits: 25,
  addressUnitsPerSecond: 10,
};
const newUserId = (): UserId => v.parse(UserId, randomUUID());

test('a user has one budget over all sockets, and gets it back with time', () => {
  const clock = createFakeClock();
  const budget = new WorkBudget(limits, clock.now);
  const ada = newUserId();
  expect([6, 6, 4].map((units) => budget.take(ada, '10.0.0.1', 'data', units))).toEqual([0, 400, 0]);
  clock.advance(1_000);
  expect(budget.take(ada, '10.0.0.1', 'data', 5)).toBe(0);
});

test('the users of an address share one, and their lists leave room for calls', () => {
  const budget = new WorkBudget(limits, createFakeClock().now);
  const guests = [newUserId(), newUserId(), newUserId()];
  expect(guests.map((guest) => budget.take(guest, '10.0.0.1', 'data', 10))).toEqual([0, 0, 500]);
  expect(budget.takeOfAddress('10.0.0.1', 10)).toBe(500);
  expect(budget.take(newUserId(), '10.0.0.1', 'calls', 10)).toBe(0);
  expect(budget.take(newUserId(), '10.0.0.2', 'data', 10)).toBe(0);
});
