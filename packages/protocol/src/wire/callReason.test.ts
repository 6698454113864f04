import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CallReason } from './wireCall.ts';

test.each([
  'Your parcel',
  '  About tomorrow at 5.30pm  ',
  'Is 3.5 % right?',
  'On 1.12.2026, at 10.30 Uhr',
  '你好。明天见',
  'Urgent: the keys…',
  '👋',
])('%s is a reason', (reason) => {
  expect(v.parse(CallReason, reason)).toBe(reason.trim());
});

test.each([
  '',
  '   ',
  'x'.repeat(81),
  'see https://evil.test',
  'www.evil.test',
  'go to evil.com now',
  'пример.рф',
  'evil．com',
  'evil。com',
  'evil․com',
  'evil\u200b.\u00adcom',
  '203.0.113.5',
  'HTTPS:evil',
  'mailto:eve',
  'two\nlines',
  'turned \u202e round',
])('%j is none', (reason) => {
  expect(v.safeParse(CallReason, reason).success).toBe(false);
});
