import { describe, expect, test } from 'vitest';
import { countCheck, countPlaywright, countVitest, inWords, sum } from './counts.ts';

function vitestFile(status: string, ...results: string[]) {
  return { status, assertionResults: results.map((result) => ({ status: result })) };
}

function playwright(expected: number, unexpected = 0, flaky = 0, errors: unknown[] = []) {
  return { stats: { expected, unexpected, flaky, skipped: 0 }, errors };
}

describe('Vitest', () => {
  test('counts tests of all files', () => {
    const report = {
      testResults: [vitestFile('passed', 'passed', 'passed'), vitestFile('failed', 'failed', 'passed')],
    };
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test('a file that cannot be loaded is a failure', () => {
    const report = { testResults: [vitestFile('passed', 'passed'), vitestFile('failed')] };
    expect(countVitest(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('skipped tests are counted separately', () => {
    const report = { testResults: [vitestFile('passed', 'passed', 'skipped', 'todo')] };
    expect(countVitest(report, 0)).toEqual({ passed: 1, failed: 0, skipped: 2 });
  });

  test('a failing exit code overrides a clean report', () => {
    const report = { testResults: [vitestFile('passed', 'passed')] };
    expect(countVitest(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test.each([null, { testResults: [] }])('no report or no test is a failure: %j', (report) => {
    expect(countVitest(report, 0).failed).toBe(1);
  });
});

describe('Playwright', () => {
  test('counts specs', () => {
    expect(countPlaywright(playwright(5, 2), 1)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  test('flaky is failed', () => {
    expect(countPlaywright(playwright(5, 0, 1), 0)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  test('an error outside of any spec is a failure', () => {
    expect(countPlaywright(playwright(5, 0, 0, ['boom']), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  test.each([null, playwright(0)])('no report or no spec is a failure: %j', (report) => {
    expect(countPlaywright(report, 0).failed).toBe(1);
  });
});

test('totals as text', () => {
  const total = sum([countCheck(0), countCheck(1), { passed: 10, failed: 0, skipped: 0 }]);
  expect(inWords(total)).toBe('11 passed, 1 failed');
  expect(inWords({ ...total, skipped: 2 })).toBe('11 passed, 1 failed, 2 skipped');
});
