import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { readJson } from '../lib/files.mjs';
import { exitCodeOf, startNode, startTool, Explained } from '../lib/runtime.mjs';
import { ensureWebBuild } from '../lib/web-build.mjs';
import { ensureBrowsers } from './browser.ts';
import { countCheck, countPlaywright, countVitest, leftOut, type Counts } from './counts.ts';
import { timesOfPlaywright, timesOfVitest, type TimedTest } from './durations.ts';
import { obstacleToLab } from './lab.ts';

/** The result of a check. */
export interface CheckResult {
  readonly counts: Counts;
  /** Durations of single tests; yes-or-no checks have none. */
  readonly tests?: readonly TimedTest[];
}

/** How a check is run. */
export interface RunOptions {
  /** A folder for the report files of this run. */
  readonly reports: string;
  /** `npm test -- all`: also the tests tagged `@long`. */
  readonly everything: boolean;
}

/** One check of `npm test`. */
export interface Check {
  readonly name: string;
  readonly part: Part;
  /** Runs only with `npm test -- all`. */
  readonly isLong?: boolean;
  readonly run: (options: RunOptions) => Promise<CheckResult>;
}

/** The parts that can be chosen on the command line. */
export const parts = ['static', 'unit', 'e2e', 'lab', 'loops'] as const;
export type Part = (typeof parts)[number];

const lintArguments = ['--type-aware', '--deny-warnings', '--config=packages/tooling/lint/oxlint.config.ts'];

/** All checks, the quick ones first. */
export const checks: readonly Check[] = [
  yesOrNo('format', 'static', () => startTool('prettier', ['--check', '--log-level=warn', '.'])),
  yesOrNo('lint', 'static', () => startTool('oxlint', lintArguments)),
  yesOrNo('types', 'static', () => startTool('tsc', ['-b'])),
  yesOrNo('unused code', 'static', () => startTool('knip', [])),
  yesOrNo('structure', 'static', () => startNode(['packages/tooling/structure/report.ts'])),
  { name: 'unit and integration tests', part: 'unit', run: unitTests },
  yesOrNo('web build and its size', 'e2e', () => startNode(['packages/tooling/size.mjs'])),
  { name: 'browser specs', part: 'e2e', run: (options) => playwright([], 'specs.json', options) },
  { name: 'calls across networks', part: 'lab', run: networkLab },
  loop('wire fuzzing', ['apps/e2e/fuzz/main.ts']),
  loop('server crash loop', ['apps/e2e/crash/crashLoop.ts']),
  loop('relay soak', ['apps/e2e/soak/relay.ts', '11']),
];

function yesOrNo(name: string, part: Part, start: () => ChildProcess): Check {
  return { name, part, run: async () => ({ counts: countCheck(await exitCodeOf(start())) }) };
}

/** A program that repeats something for minutes and judges it by its exit code. */
function loop(name: string, args: readonly string[]): Check {
  return { ...yesOrNo(name, 'loops', () => startNode(args)), isLong: true };
}

async function unitTests({ reports, everything }: RunOptions): Promise<CheckResult> {
  const file = join(reports, 'vitest.json');
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // Property tests read how many random runs they make.
  const env = everything ? { PROPERTY_RUNS: '1000' } : {};
  const vitest = startTool('vitest', ['run', '--config=packages/tooling/vitest.config.ts', ...args], env);
  const code = await exitCodeOf(vitest);
  const report = await readJson(file);
  return { counts: countVitest(report, code), tests: timesOfVitest(report) };
}

async function networkLab(options: RunOptions): Promise<CheckResult> {
  const obstacle = await obstacleToLab();
  if (obstacle === null) return playwright(['--config=apps/e2e/lab/lab.config.ts'], 'lab.json', options);
  console.log(`Skipped. ${obstacle}`);
  return { counts: leftOut };
}

async function playwright(
  args: readonly string[],
  reportName: string,
  { reports, everything }: RunOptions,
): Promise<CheckResult> {
  // Before the workers start, each of which would build it.
  await ensureWebBuild();
  const { headless, withWindows, firefox } = await ensureBrowsers();
  console.log(`Browsers: ${headless}; for specs that need windows: ${withWindows}; and ${firefox}`);
  const file = join(reports, reportName);
  const quick = everything ? [] : ['--grep-invert=@long'];
  const code = await exitCodeOf(
    startTool('playwright', ['test', ...args, ...quick, '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    }),
  );
  const report = await readJson(file);
  return { counts: countPlaywright(report, code), tests: timesOfPlaywright(report) };
}

/** What the command line of `npm test` asks for. */
export interface Choice {
  readonly checks: readonly Check[];
  readonly everything: boolean;
}

/**
 * Picks the checks to run: all parts unless some are named, and the long ones too after `all`.
 *
 * @throws {Explained} on an unknown word.
 */
export function chooseChecks(checks: readonly Check[], words: readonly string[]): Choice {
  const unknown = words.filter((word) => word !== 'all' && !parts.some((part) => part === word));
  if (unknown.length > 0) {
    throw new Explained(
      `There is no part called ${unknown.join(', ')}. Choose from ${parts.join(', ')}; add "all" for the long tests too.`,
    );
  }
  const everything = words.includes('all');
  const named = words.filter((word) => word !== 'all');
  // A part that is named runs even if all of it is long.
  const chosen = checks.filter(({ part, isLong = false }) =>
    named.length === 0 ? everything || !isLong : named.includes(part),
  );
  return { checks: chosen, everything };
}
