// `npm run fuzz:wire`: sends the server random and mutated requests, and garbage, over raw sockets, and looks for anything
// that is not refused, and for harm to others. `-- --per N` (500) messages a request, `-- --seed N`.
import { createSeededRandom, freshSeed } from '@ringback/testkit';
import { numberOption } from '../support/numberOption.ts';
import { makeServer } from '../support/server.ts';
import { withoutLimits } from '../support/unlimitedSettings.ts';
import { runWireFuzz } from './wireFuzz.ts';

const perRequest = numberOption('--per', 500);
const random = createSeededRandom(numberOption('--seed', freshSeed(process.env['SEED'])));

const server = await makeServer({ ...withoutLimits, LOG_LEVEL: 'debug' });
console.log(`${perRequest} messages for each name of a request, seed ${random.seed}`);
try {
  await server.start();
  const startedAt = Date.now();
  const { url, output } = server;
  const results = await runWireFuzz({
    url,
    output,
    perRequest,
    perFrameKind: Math.ceil(perRequest / 50),
    random,
  });
  for (const line of results.lines()) console.log(`  ${line}`);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${results.total} messages and connections in ${seconds} s, ${results.faults.length} faults`);
  for (const fault of results.faults.slice(0, 30)) console.log(`  ${fault}`);
  process.exitCode = results.faults.length === 0 ? 0 : 1;
} finally {
  await server.dispose();
}
