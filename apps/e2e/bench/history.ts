// `npm run bench:history`: what pages and searches of a long history cost beside those of a short one, through the real
// server, interleaved; then what searches cost with few people in the history and with many. All histories are made call
// by call first, which takes some minutes.
//   -- --quick        10,000 entries in place of 100,000, 1,000 people in place of 10,000, and fewer rounds
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { timeOf, check, questions, walk, type Asked, type Question } from './history/queries.ts';
import { fillHistories } from './history/fillHistories.ts';
import { fillWithPeople, peopleQuestions } from './history/people.ts';
import { startRingback } from './program.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const sizes = options.quick ? [1_000, 10_000] : [1_000, 100_000];
const people = options.quick ? [100, 1_000] : [100, 1_000, 10_000];
const rounds = options.quick ? 50 : 300;
/** Unmeasured rounds, so that both histories meet a server with prepared statements. */
const warmUp = 20;

type Times = readonly number[];

/** The times of one query in ms for each history, interleaved round by round. */
async function measure<Where extends Asked>(
  question: Question<Where>,
  places: readonly Where[],
): Promise<Times[]> {
  for (const place of places) await check(question, place);
  const times: number[][] = places.map(() => []);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const [index, place] of places.entries()) {
      const ms = await timeOf(question, place);
      if (round >= warmUp) times[index]?.push(ms);
    }
  }
  return times;
}

function line(name: string, cells: readonly string[]): void {
  console.log(`${name.padEnd(38)}${cells.map((cell) => cell.padStart(16)).join('')}`);
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;

/** Prints the times of all histories; returns the ratio of the last to the first. */
function report(name: string, times: readonly number[]): number {
  const ratio = (times.at(-1) ?? Number.NaN) / (times[0] ?? Number.NaN);
  line(name, [...times.map(ms), ratio.toFixed(2)]);
  return ratio;
}

/** Runs all queries on all histories, interleaved; returns the largest ratio. */
async function compare<Where extends Asked>(
  asked: readonly Question<Where>[],
  places: readonly Where[],
): Promise<number> {
  const ratios: number[] = [];
  for (const question of asked)
    ratios.push(report(question.name, (await measure(question, places)).map(median)));
  return Math.max(...ratios);
}

/** Histories of the same length, with more and more people in them. */
async function comparePeople(url: string): Promise<void> {
  const places: Asked[] = [];
  for (const count of people) places.push({ owner: await fillWithPeople(url, count) });
  console.log(`\nThe same, in histories with few people and with many:`);
  line('', [...people.map((count) => `${count} people`), 'ratio']);
  await compare(peopleQuestions, places);
  for (const { owner } of places) owner.device.close();
}

async function main(): Promise<void> {
  console.log(
    `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown machine'}, Node ${process.version}`,
  );
  const program = await startRingback();
  try {
    const owners = await fillHistories(program.url, sizes);
    const walks = [];
    // Twice, because the first history to be paged would bear the warm-up cost of all.
    for (const owner of [...owners, ...owners]) walks.push(await walk(owner));
    walks.splice(0, owners.length);
    console.log(`\nMedian time of an answer, of ${rounds} each, in turn:`);
    line('', [...sizes.map((size) => `${size} entries`), 'ratio']);
    const places = walks.map(({ place }) => place);
    const largest = await compare(questions, places);
    report(
      'paging to the end, mean of a page',
      walks.map(({ msPerPage }) => msPerPage),
    );
    console.log(`\nLargest ratio of an answer: ${largest.toFixed(2)}, wanted ≤ 1.5`);
    for (const { device } of owners) device.close();
    await comparePeople(program.url);
  } finally {
    await program.stop();
  }
}

await main();
