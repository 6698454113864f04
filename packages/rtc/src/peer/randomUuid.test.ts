import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { randomUuid } from './randomUuid.ts';

const getRandomValues = crypto.getRandomValues.bind(crypto);

test('a browser without randomUUID: random bytes make a UUID of version 4', () => {
  const uuids = Array.from({ length: 50 }, () => randomUuid({ getRandomValues }));
  expect(new Set(uuids).size).toBe(50);
  for (const uuid of uuids) {
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(v.is(UserId, uuid)).toBe(true);
  }
});

test('randomUUID throws: random bytes take its place', () => {
  const randomUUID = (): never => {
    throw new DOMException('Not here.', 'NotSupportedError');
  };
  expect(v.is(UserId, randomUuid({ getRandomValues, randomUUID }))).toBe(true);
});
