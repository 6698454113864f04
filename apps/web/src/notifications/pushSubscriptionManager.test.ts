import { fail, ok } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { renewalOf } from './pushSubscriptionManager.ts';

test.each([
  ['there is nothing to renew', undefined, 'subscribe'],
  ['the server accepts the renewal', ok({}), 'on'],
  ['the server does not know the subscription', fail('unauthorized'), 'subscribe'],
  ['the server refuses the push address', fail('badRequest'), 'refused'],
  ['the server cannot be reached: the subscription counts as valid', fail('offline'), 'on'],
  ['the server is busy: the subscription counts as valid', fail('tooMany', { retryAfterMs: 1_000 }), 'on'],
] as const)('%s', (_what, renewed, outcome) => {
  expect(renewalOf(renewed, true)).toBe(outcome);
});

test('the server does not get to know a new address of the subscription: it is not on', () => {
  expect(renewalOf(fail('unavailable'), false)).toBe('offline');
  expect(renewalOf(ok({}), false)).toBe('on');
});
