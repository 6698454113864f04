// `npm run diagnose`: lets one thing after the other go wrong in real calls of two browsers in two homes, and prints what
// each of the two people is told, whether that is right, and how soon. Needs root, for it runs in the network lab.
//   -- --only microphone,loss   only faults whose names contain one of these
//   -- --seconds 60             so long for calls in which nothing may be told
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureWebBuild, findHeadlessShell } from '@ringback/tooling';
import { createLab } from '../lab/lab.ts';
import { diagnose, type Diagnosis } from './diagnosis.ts';
import { endFaults } from './endFaults.ts';
import { healthyCalls, networkFaults } from './networkFaults.ts';
import type { Told } from './told.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, seconds: { type: 'string', default: '60' } },
});
const wanted = options.only?.split(',') ?? [''];
const faults = [...endFaults, ...networkFaults, ...healthyCalls].filter(({ name }) =>
  wanted.some((part) => name.includes(part)),
);

async function main(): Promise<void> {
  await ensureWebBuild();
  const lab = await createLab(chromium, findHeadlessShell(process.env) ?? undefined);
  const done: Diagnosis[] = [];
  try {
    for (const fault of faults) {
      const diagnosis = await diagnose(lab, fault, Number(options.seconds) * 1_000).catch(
        (error: unknown) => {
          console.log(
            `✗ ${fault.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'failed'}`,
          );
          return undefined;
        },
      );
      if (diagnosis === undefined) continue;
      done.push(diagnosis);
      print(diagnosis);
    }
  } finally {
    await lab.dispose();
  }
  const right = done.filter(({ isRight }) => isRight).length;
  console.log(`\n${right} of ${faults.length} right`);
  process.exitCode = right === faults.length ? 0 : 1;
}

function print({ fault, isRight, toldMs, last }: Diagnosis): void {
  const mark = isRight ? '✓' : '✗';
  console.log(`${mark} ${fault.name.padEnd(40)} ${fault.side}`);
  for (const end of ['caller', 'callee'] as const) {
    const ms = toldMs[end];
    const soon = ms === undefined ? '       –' : `${(ms / 1_000).toFixed(1)} s`.padStart(8);
    console.log(`    ${end} ${soon}  ${inWords(last[end])}`);
  }
}

function inWords({ finding, grade, words, route }: Told): string {
  const other = words
    .split('\n')
    .filter((each) => each.length > 12)
    .slice(0, 6)
    .join(' | ');
  return [grade === '' ? '' : `${grade}:`, finding === '' ? `(${other})` : finding, route]
    .filter((part) => part !== '')
    .join(' ');
}

await main();
