import * as v from 'valibot';

/** Numbers of checks or tests by outcome. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of Vitest's JSON report that is counted. */
const vitestReport = v.object({
  testResults: v.array(
    v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) }),
  ),
});

/** The part of Playwright's JSON report that is counted. */
const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  errors: v.array(v.unknown()),
});

/** A runner that crashed or ran nothing counts as a failure: silence must never look like success. */
export const oneFailure: Counts = { passed: 0, failed: 1, skipped: 0 };

/** A check that this machine cannot run, and that has reported why. */
export const leftOut: Counts = { passed: 0, failed: 0, skipped: 1 };

/** Counts a yes-or-no check by its exit code. */
export function countCheck(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : oneFailure;
}

/** Counts Vitest's tests; a file that cannot even be loaded counts as one failure. */
export function countVitest(report: unknown, exitCode: number): Counts {
  const parsed = v.safeParse(vitestReport, report);
  if (!parsed.success) return oneFailure;
  const statuses = parsed.output.testResults.flatMap(({ status, assertionResults }) => {
    const results = assertionResults.map((result) => result.status);
    return status === 'failed' && !results.includes('failed') ? [...results, 'failed'] : results;
  });
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  return believable({ passed, failed, skipped: statuses.length - passed - failed }, exitCode);
}

/** Counts Playwright's tests; one that passed only on a retry has failed. */
export function countPlaywright(report: unknown, exitCode: number): Counts {
  const parsed = v.safeParse(playwrightReport, report);
  if (!parsed.success) return oneFailure;
  const { stats, errors } = parsed.output;
  const failed = stats.unexpected + stats.flaky + errors.length;
  return believable({ passed: stats.expected, failed, skipped: stats.skipped }, exitCode);
}

/** Counts a failure for a runner that reports success but ran nothing or exited with an error. */
function believable(counts: Counts, exitCode: number): Counts {
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1 };
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

/** All counts together. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** For example "12 passed, 0 failed". */
export function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
