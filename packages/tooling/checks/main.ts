// Runs every check, whatever the one before it said. Arguments choose parts: static, unit, e2e, lab.
// The last line is the sum over all runners.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Explained, runCommand } from '../lib/explain.mjs';
import { brokeDown, inWords, sum, type Counts } from './counts.ts';
import { checks, type Check } from './list.ts';

interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly counts: Counts;
}

async function outcomeOf({ name, run }: Check, reports: string): Promise<Outcome> {
  console.log(`\n── ${name} ──`);
  const start = Date.now();
  const counts = await run(reports).catch((error: unknown) => {
    console.error(error instanceof Explained ? error.message : error);
    return brokeDown;
  });
  return { name, seconds: (Date.now() - start) / 1000, counts };
}

function printTable(outcomes: readonly Outcome[]): void {
  console.log('');
  for (const { name, seconds, counts } of outcomes) {
    const mark = counts.failed === 0 ? '✓' : '✗';
    console.log(`${mark} ${name.padEnd(28)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${inWords(counts)}`);
  }
  console.log('');
}

await runCommand(async () => {
  const parts = process.argv.slice(2);
  const chosen = checks.filter(({ part }) => parts.length === 0 || parts.includes(part));
  if (chosen.length === 0) throw new Explained('There are four parts: static, unit, e2e and lab.');
  const reports = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  const outcomes: Outcome[] = [];
  for (const check of chosen) outcomes.push(await outcomeOf(check, reports));
  await rm(reports, { recursive: true, force: true });
  printTable(outcomes);
  const total = sum(outcomes.map(({ counts }) => counts));
  process.exitCode = total.failed === 0 ? 0 : 1;
  console.log(inWords(total));
});
