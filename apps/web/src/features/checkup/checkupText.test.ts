import { found, good, severities, type CheckName, type Problem } from '@ringback/client';
import { describe, expect, test } from 'vitest';
import { rowText, summaryText, titles } from './checkupText.ts';

const problems = Object.keys(severities) as readonly Problem[];
const checks = Object.keys(titles) as readonly CheckName[];

describe('every problem that matters comes with its cure, in at most two sentences each', () => {
  test.each(problems)('%s', (problem) => {
    const { verdict, message, advice = '' } = rowText('server', { state: 'done', finding: found(problem) });
    expect(verdict).toBe(severities[problem]);
    expect(message).toMatch(/^[A-Z].*\.$/);
    if (verdict !== 'skipped') expect(advice).toMatch(/^[A-Z].*\.$/);
    for (const text of [message, advice]) expect(text.split(/[.?] /).length).toBeLessThanOrEqual(2);
  });
});

test.each(checks)('a good result of %s needs no advice', (check) => {
  const row = rowText(check, { state: 'done', finding: good({ roundTripMs: 24 }) });
  expect(row).toEqual({ verdict: 'good', message: expect.stringContaining('24 ms round trip') as string });
});

test('a slower network says by how much', () => {
  const comparison = { kind: 'slower', beforeMs: 40, nowMs: 180 } as const;
  const row = rowText('quality', { state: 'done', finding: good({ roundTripMs: 180 }), comparison });
  expect(row.message).toContain('Slower than last time: 40 → 180 ms.');
});

test.each([
  [{ outcome: 'ready' }, 'Ready to call.'],
  [{ outcome: 'limited', limit: 'onlyRelayed', more: 0 }, 'Calls will work, but only through the relay.'],
  [
    { outcome: 'limited', limit: 'cameraBlack', more: 2 },
    'Calls will work, but your camera shows only black. 2 more things to look at below.',
  ],
  [{ outcome: 'impossible', problem: 'microphoneSilent' }, 'Calls will not work: your microphone is silent.'],
] as const)('%o', (summary, words) => {
  expect(summaryText(summary)).toBe(words);
});

test('while it asks whether the tone was heard, the row waits for the user', () => {
  const row = rowText('speaker', { state: 'asking', answer: () => {} });
  expect(row).toEqual({ verdict: 'waiting', message: 'We played a tone. Did you hear it?' });
});
