import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CallReason } from './wireCall.ts';

test.each(['Your parcel', '  About tomorrow at 5.30pm  ', 'Is 3.5 % right?', '你好', '👋'])(
  '%s is a reason',
  (reason) => {
    expect(v.parse(CallReason, reason)).toBe(reason.trim());
  },
);

test.each([
  '',
  '   ',
  'x'.repeat(81),
  'see https://evil.test',
  'www.evil.test',
  'go to evil.com now',
  'two\nlines',
  'turned \u202e round',
])('%j is none', (reason) => {
  expect(v.safeParse(CallReason, reason).success).toBe(false);
});
