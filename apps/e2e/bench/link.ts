// `npm run bench:link`: how soon a call is up after the answer, and what is missing when its path breaks, beside what
// bare pages do in the same browsers on the same networks. Needs root, for it runs in the network lab.
//   -- --only setup,cut-both,cut-one,cut-relayed,weather,standby   only these parts
//   -- --n 3                                                       so many rounds of each
//   -- --seconds 10                                                so long for weather and standby
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAnswering } from './link/answerTime.ts';
import { benchBreaking, breakages } from './link/breakTime.ts';
import { benchStandby, benchBadNetworks } from './link/standbyCost.ts';
import { openStage, type Stage } from './link/stage.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    n: { type: 'string' },
    seconds: { type: 'string', default: '60' },
  },
});
const setUps = Number(options.n ?? 10);
const breaks = Number(options.n ?? 5);
const seconds = Number(options.seconds);

const benchmarks: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  setup: (stage) => benchAnswering(stage, setUps),
  'cut-both': (stage) => benchBreaking(stage, breakages['cut-both'], breaks),
  'cut-one': (stage) => benchBreaking(stage, breakages['cut-one'], breaks),
  'cut-relayed': (stage) => benchBreaking(stage, breakages['cut-relayed'], breaks),
  weather: (stage) => benchBadNetworks(stage, seconds),
  standby: (stage) => benchStandby(stage, seconds),
};

async function main(): Promise<void> {
  const names = options.only?.split(',') ?? Object.keys(benchmarks);
  const unknown = names.filter((name) => benchmarks[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join()}: ${Object.keys(benchmarks).join()}.`);
  const stage = await openStage();
  try {
    const browser = (await stage.lab.browserOf('ada')).version();
    const processor = cpus()[0]?.model ?? 'an unknown machine';
    console.log(`${cpus().length} cores of ${processor}, Node ${process.version}, Chromium ${browser}`);
    for (const name of names) await benchmarks[name]?.(stage);
  } finally {
    await stage.dispose();
  }
}

await main();
