import { describe, expect, test } from 'vitest';
import type { Finding } from './checks.ts';
import { findingText, inputTestText } from './checkupText.ts';
import type { InputResult } from './inputs.ts';

const badFindings: readonly Finding[] = [
  { check: 'address', secure: false },
  { check: 'server', roundTripMs: undefined, live: 'refused' },
  { check: 'server', roundTripMs: 3, live: 'blocked' },
  { check: 'server', roundTripMs: 3, live: 'refused' },
  { check: 'webrtc', support: 'noNetwork' },
  { check: 'webrtc', support: 'missing' },
];
const badResults = [
  'nothing',
  'gone',
  'notAllowed',
  'notFound',
  'inUse',
  'unsupported',
  'failed',
] as const satisfies readonly InputResult[];

describe('every problem comes with advice', () => {
  test.each(badFindings)('%o', (finding) => {
    const { status, advice } = findingText(finding);
    expect(status).toBe('bad');
    expect(advice).toBeTruthy();
  });

  test.each(badResults)('an input that is %s', (result) => {
    for (const input of ['microphone', 'camera'] as const) {
      const { status, message, advice } = inputTestText(input, { state: 'done', result });
      expect(status).toBe('bad');
      expect(message).toContain(input);
      expect(advice).toBeTruthy();
    }
  });
});

test('a check that succeeds has no advice', () => {
  const good = [
    findingText({ check: 'address', secure: true }),
    findingText({ check: 'webrtc', support: 'works' }),
    inputTestText('microphone', { state: 'done', result: 'works' }),
    inputTestText('camera', { state: 'done', result: 'works' }),
  ];
  for (const row of good) expect(row).toMatchObject({ status: 'good' });
  for (const row of good) expect(row.advice).toBeUndefined();
});

test.each([
  [0.2, 'good', '1 ms'],
  [12.4, 'good', '12 ms'],
  [300, 'good', '300 ms'],
  [812, 'slow', '812 ms'],
])('a server that answers within %d ms is %s', (roundTripMs, status, words) => {
  const row = findingText({ check: 'server', roundTripMs, live: 'works' });
  expect(row.status).toBe(status);
  expect(row.message).toContain(words);
});

test('the test of a microphone says when it hears something', () => {
  const open = { state: 'open', track: null } as const;
  expect(inputTestText('microphone', { ...open, hasSignal: false }).status).toBe('running');
  expect(inputTestText('microphone', { ...open, hasSignal: true })).toEqual({
    status: 'good',
    message: 'Your microphone hears you.',
  });
});
