// `npm test`: runs every check even if an earlier one failed. Arguments choose parts, and `all` adds the long tests; see
// docs/testing.md. The last line is the sum over all runners.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Explained, runCommand } from '../lib/runtime.mjs';
import { chooseChecks } from './list.ts';
import { oneFailure, inWords, sum } from './counts.ts';
import { slowestLines } from './durations.ts';
import { checks, type Check, type CheckResult, type RunOptions } from './list.ts';

interface Outcome extends CheckResult {
  readonly name: string;
  readonly seconds: number;
}

async function outcomeOf({ name, run }: Check, options: RunOptions): Promise<Outcome> {
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const result = await run(options).catch((error: unknown) => {
    console.error(error instanceof Explained ? error.message : error);
    return { counts: oneFailure };
  });
  return { ...result, name, seconds: (performance.now() - start) / 1000 };
}

function printTable(outcomes: readonly Outcome[]): void {
  console.log('');
  for (const { name, seconds, counts } of outcomes) {
    const mark = counts.failed === 0 ? '✓' : '✗';
    console.log(`${mark} ${name.padEnd(28)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${inWords(counts)}`);
  }
  const tests = outcomes.flatMap((outcome) => outcome.tests ?? []);
  if (tests.length > 0) console.log(`\nThe slowest tests:\n${slowestLines(tests, 10).join('\n')}`);
  console.log('');
}

await runCommand(async () => {
  const { checks: chosen, everything } = chooseChecks(checks, process.argv.slice(2));
  // One seed for all runners, so that one variable repeats a failure.
  process.env['SEED'] ||= String(randomInt(2 ** 31));
  console.log(`Seed of this run: SEED=${process.env['SEED']}`);
  const reports = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  const outcomes: Outcome[] = [];
  for (const check of chosen) outcomes.push(await outcomeOf(check, { reports, everything }));
  await rm(reports, { recursive: true, force: true });
  printTable(outcomes);
  const total = sum(outcomes.map(({ counts }) => counts));
  process.exitCode = total.failed === 0 ? 0 : 1;
  console.log(inWords(total));
});
