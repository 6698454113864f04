import { fail, ok } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { renewalOf } from './renewal.ts';

test.each([
  ['there is nothing to renew', undefined, 'anew'],
  ['the server has it', ok({}), 'on'],
  ['the server has forgotten this browser', fail('unauthorized'), 'anew'],
  ['the server will not send to where the browser is now', fail('badRequest'), 'refused'],
  ['the server cannot be reached: it held when it was last asked', fail('offline'), 'on'],
  ['the server is busy', fail('tooMany', { retryAfterMs: 1_000 }), 'on'],
] as const)('%s', (_what, renewed, outcome) => {
  expect(renewalOf(renewed)).toBe(outcome);
});
