import { describe, expect, test } from 'vitest';
import type { Finding } from './checks.ts';
import { findingText, trialText } from './findingText.ts';
import type { InputResult } from './inputs.ts';

const badFindings: readonly Finding[] = [
  { check: 'address', secure: false },
  { check: 'server', roundTripMs: undefined },
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

describe('whatever is wrong comes with what to do', () => {
  test.each(badFindings)('%o', (finding) => {
    const { mark, todo } = findingText(finding);
    expect(mark).toBe('bad');
    expect(todo).toBeTruthy();
  });

  test.each(badResults)('an input that is %s', (result) => {
    for (const input of ['microphone', 'camera'] as const) {
      const { mark, says, todo } = trialText(input, { state: 'done', result });
      expect(mark).toBe('bad');
      expect(says).toContain(input);
      expect(todo).toBeTruthy();
    }
  });
});

test('what works says so and asks for nothing', () => {
  const good = [
    findingText({ check: 'address', secure: true }),
    findingText({ check: 'webrtc', support: 'works' }),
    trialText('microphone', { state: 'done', result: 'works' }),
    trialText('camera', { state: 'done', result: 'works' }),
  ];
  for (const row of good) expect(row).toMatchObject({ mark: 'good' });
  for (const row of good) expect(row.todo).toBeUndefined();
});

test.each([
  [0.2, 'good', '1 ms'],
  [12.4, 'good', '12 ms'],
  [300, 'good', '300 ms'],
  [812, 'slow', '812 ms'],
])('a server that answers within %d ms is %s', (roundTripMs, mark, words) => {
  const row = findingText({ check: 'server', roundTripMs });
  expect(row.mark).toBe(mark);
  expect(row.says).toContain(words);
});

test('a microphone on trial says when it hears something', () => {
  const open = { state: 'open', track: null } as const;
  expect(trialText('microphone', { ...open, gives: false }).mark).toBe('running');
  expect(trialText('microphone', { ...open, gives: true })).toEqual({
    mark: 'good',
    says: 'Your microphone hears you.',
  });
});
