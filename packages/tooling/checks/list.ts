import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { readJson } from '../lib/json.mjs';
import { exitCodeOf, startNode, startTool } from '../lib/runtime.mjs';
import { ensureBrowsers } from './browser.ts';
import { countCheck, countPlaywright, countVitest, leftOut, type Counts } from './counts.ts';
import { obstacleToLab } from './lab.ts';

/** One check of `npm test`. */
export interface Check {
  readonly name: string;
  readonly part: 'static' | 'unit' | 'e2e' | 'lab';
  /** Runs it; `reports` is a folder for the files of this run. */
  readonly run: (reports: string) => Promise<Counts>;
}

const lintArguments = ['--type-aware', '--deny-warnings', '--config=packages/tooling/lint/oxlint.config.ts'];

/** All checks, the quick ones first. */
export const checks: readonly Check[] = [
  yesOrNo('format', 'static', () => startTool('prettier', ['--check', '--log-level=warn', '.'])),
  yesOrNo('lint', 'static', () => startTool('oxlint', lintArguments)),
  yesOrNo('types', 'static', () => startTool('tsc', ['-b'])),
  yesOrNo('unused code', 'static', () => startTool('knip', [])),
  { name: 'unit and integration tests', part: 'unit', run: unitTests },
  yesOrNo('web build and its size', 'e2e', () => startNode(['packages/tooling/size.mjs'])),
  { name: 'browser specs', part: 'e2e', run: browserSpecs },
  { name: 'calls across networks', part: 'lab', run: networkLab },
];

function yesOrNo(name: string, part: Check['part'], start: () => ChildProcess): Check {
  return { name, part, run: async () => countCheck(await exitCodeOf(start())) };
}

async function unitTests(reports: string): Promise<Counts> {
  const file = join(reports, 'vitest.json');
  const code = await exitCodeOf(
    startTool('vitest', [
      'run',
      '--config=packages/tooling/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]),
  );
  return countVitest(await readJson(file), code);
}

function browserSpecs(reports: string): Promise<Counts> {
  return playwright([], join(reports, 'playwright.json'));
}

async function networkLab(reports: string): Promise<Counts> {
  const obstacle = await obstacleToLab();
  if (obstacle === null)
    return playwright(['--config=apps/e2e/lab/lab.config.ts'], join(reports, 'lab.json'));
  console.log(`Skipped. ${obstacle}`);
  return leftOut;
}

async function playwright(args: readonly string[], file: string): Promise<Counts> {
  const { headless, withWindows } = await ensureBrowsers();
  console.log(`Browser: ${headless}; for what needs windows: ${withWindows}`);
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await exitCodeOf(startTool('playwright', ['test', ...args, '--reporter=list,json'], env));
  return countPlaywright(await readJson(file), code);
}
