import { expect, test } from 'vitest';
import { slowestLines, timesOfPlaywright, timesOfVitest } from './durations.ts';

test('Vitest durations are read from all files; a test that was skipped took no time', () => {
  const report = {
    testResults: [
      { name: '/repo/a.test.ts', assertionResults: [{ fullName: 'one', duration: 1_500 }] },
      { name: '/repo/b.test.ts', assertionResults: [{ fullName: 'two' }] },
    ],
  };
  expect(timesOfVitest(report)).toEqual([
    { name: 'a.test.ts › one', seconds: 1.5 },
    { name: 'b.test.ts › two', seconds: 0 },
  ]);
});

test('Playwright durations are read from nested suites, with all attempts added up', () => {
  const spec = (title: string, ...durations: number[]) => ({
    file: 'calls/answer.spec.ts',
    title,
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const report = { suites: [{ specs: [spec('one', 500)], suites: [{ specs: [spec('two', 1_000, 250)] }] }] };
  expect(timesOfPlaywright(report)).toEqual([
    { name: 'answer.spec.ts › one', seconds: 0.5 },
    { name: 'answer.spec.ts › two', seconds: 1.25 },
  ]);
});

test.each([null, {}, { suites: [{}] }])('a report that cannot be read has no durations: %j', (report) => {
  expect(timesOfVitest(report)).toEqual([]);
  expect(timesOfPlaywright(report)).toEqual([]);
});

test('the slowest tests come first, and long lines are cut', () => {
  const tests = [
    { name: 'quick', seconds: 0.04 },
    { name: 'slow, with a long title', seconds: 12.34 },
    { name: 'medium', seconds: 2 },
  ];
  expect(slowestLines(tests, 2, 16)).toEqual(['  12.3 s  slow, ', '   2.0 s  medium']);
});
