// `npm run bench:history`: what pages and searches of a long history cost beside those of a short one, through the real
// server, interleaved. Both histories are made call by call first, which takes a minute or two.
//   -- --quick        10,000 entries in place of 100,000, and fewer rounds
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ask, check, questions, walk, type Place, type Question } from './history/asking.ts';
import { fillHistories } from './history/filling.ts';
import { startRingback } from './program.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const sizes = options.quick ? [1_000, 10_000] : [1_000, 100_000];
const rounds = options.quick ? 50 : 300;
/** Rounds beforehand, so that both meet a server that has its statements ready. */
const warmUp = 20;

type Times = readonly number[];

/** The times of one question in ms, of each history in turn, round by round. */
async function measure(question: Question, places: readonly Place[]): Promise<Times[]> {
  for (const place of places) await check(place.owner.device, question, place);
  const times: number[][] = places.map(() => []);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const [index, place] of places.entries()) {
      const ms = await ask(place.owner, question, place);
      if (round >= warmUp) times[index]?.push(ms);
    }
  }
  return times;
}

function line(name: string, cells: readonly string[]): void {
  console.log(`${name.padEnd(38)}${cells.map((cell) => cell.padStart(16)).join('')}`);
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;

/** Prints the times of both and their ratio; returns it. */
function report(name: string, [short = Number.NaN, long = Number.NaN]: readonly number[]): number {
  line(name, [ms(short), ms(long), (long / short).toFixed(2)]);
  return long / short;
}

async function main(): Promise<void> {
  console.log(
    `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown machine'}, Node ${process.version}`,
  );
  const program = await startRingback();
  try {
    const owners = await fillHistories(program.url, sizes);
    const walks = [];
    // Twice, for the first to page at all would pay for everyone.
    for (const owner of [...owners, ...owners]) walks.push(await walk(owner));
    walks.splice(0, owners.length);
    console.log(`\nMedian time of an answer, of ${rounds} each, in turn:`);
    line('', [...sizes.map((size) => `${size} entries`), 'ratio']);
    const places = walks.map(({ place }) => place);
    const ratios: number[] = [];
    for (const question of questions)
      ratios.push(report(question.name, (await measure(question, places)).map(median)));
    report(
      'paging to the end, mean of a page',
      walks.map(({ msPerPage }) => msPerPage),
    );
    console.log(`\nLargest ratio of an answer: ${Math.max(...ratios).toFixed(2)}, wanted ≤ 1.5`);
    for (const { device } of owners) device.close();
  } finally {
    await program.stop();
  }
}

await main();
