import { join } from 'node:path';
import { readJson } from '../lib/json.mjs';
import { exitCodeOf, startNode } from '../lib/runtime.mjs';
import { ensureBrowser } from './browser.ts';
import { countCheck, countPlaywright, countVitest, type Counts } from './counts.ts';

/** One check of `npm test`. */
export interface Check {
  readonly name: string;
  readonly part: 'static' | 'unit' | 'e2e';
  /** Runs it; `reports` is a folder for the files of this run. */
  readonly run: (reports: string) => Promise<Counts>;
}

/** All checks, the quick ones first. */
export const checks: readonly Check[] = [
  yesOrNo('format', 'static', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  yesOrNo(
    'lint',
    'static',
    'oxlint/bin/oxlint',
    '--type-aware',
    '--deny-warnings',
    '--config=packages/tooling/lint/oxlint.config.ts',
  ),
  yesOrNo('types', 'static', 'typescript/bin/tsc', '-b'),
  yesOrNo('unused code', 'static', 'knip/bin/knip.js', '--config=.knip.json'),
  { name: 'unit and integration tests', part: 'unit', run: unitTests },
  yesOrNo('web build and its size', 'e2e', '@ringback/tooling/size.mjs'),
  { name: 'browser specs', part: 'e2e', run: browserSpecs },
];

function yesOrNo(name: string, part: Check['part'], tool: string, ...args: string[]): Check {
  return { name, part, run: async () => countCheck(await runTool(tool, args)) };
}

function runTool(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return exitCodeOf(startNode([`node_modules/${tool}`, ...args], env));
}

async function unitTests(reports: string): Promise<Counts> {
  const file = join(reports, 'vitest.json');
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--config=packages/tooling/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return countVitest(await readJson(file), code);
}

async function browserSpecs(reports: string): Promise<Counts> {
  const browser = await ensureBrowser();
  console.log(`Browser: ${browser}`);
  const file = join(reports, 'playwright.json');
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], env);
  return countPlaywright(await readJson(file), code);
}
