import * as v from 'valibot';

/** One test and how long it took. */
export interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

/** The part of Vitest's JSON report that tells durations. */
const vitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), duration: v.nullish(v.number(), 0) })),
    }),
  ),
});

interface Suite {
  readonly specs: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly { readonly results: readonly { readonly duration: number }[] }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

/** The part of Playwright's JSON report that tells durations. */
const playwrightSuite: v.GenericSchema<Suite> = v.object({
  specs: v.array(
    v.object({
      file: v.string(),
      title: v.string(),
      tests: v.array(v.object({ results: v.array(v.object({ duration: v.number() })) })),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => playwrightSuite))),
});
const playwrightReport = v.object({ suites: v.array(playwrightSuite) });

/** Durations of Vitest's tests; a report that cannot be read has none. */
export function timesOfVitest(report: unknown): TimedTest[] {
  const parsed = v.safeParse(vitestReport, report);
  if (!parsed.success) return [];
  return parsed.output.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${fileName(name)} › ${fullName}`,
      seconds: duration / 1000,
    })),
  );
}

/** Durations of Playwright's tests, all attempts of a test together. */
export function timesOfPlaywright(report: unknown): TimedTest[] {
  const parsed = v.safeParse(playwrightReport, report);
  return parsed.success ? parsed.output.suites.flatMap(timesOfSuite) : [];
}

function timesOfSuite({ specs, suites = [] }: Suite): TimedTest[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests.map(({ results }) => ({
      name: `${fileName(file)} › ${title}`,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  );
  return [...own, ...suites.flatMap(timesOfSuite)];
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The slowest tests, slowest first, one line each, cut to fit a terminal. */
export function slowestLines(tests: readonly TimedTest[], count: number, width = 110): string[] {
  return tests
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${`${seconds.toFixed(1)} s`.padStart(8)}  ${name}`.slice(0, width));
}
