// `npm run abuse`: attacks a server on this machine, and measures what honest people notice of it. Each attack meets a
// fresh server with its ordinary limits. `-- connects requests` runs only these attacks, `-- --seconds 6` longer ones.
import { parseArgs } from 'node:util';
import { fillHistories } from '../bench/history/fillHistories.ts';
import { startFilledRingback, startRingback, type Program } from '../bench/program.ts';
import { startAttacker, type Tally } from './attackerProcess.ts';
import { attackNames, type AttackName } from './attacks.ts';
import { historySize } from './attacks/guests.ts';
import { HonestPairs, type Experience } from './honestPairs.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '8' }, nice: { type: 'string', default: '19' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
/** On a machine that is busy with other things, attackers of the lowest priority would never run. */
const nice = Number(values.nice);
const pairs = 25;
const callsPerSecond = 8;
/** The ordinary limits of a server. */
const settings = { HOST: '127.0.0.1', GUESTS: 'open', RELAY: 'off', LOG_LEVEL: 'error' } as const;
const relaySettings = { ...settings, RELAY: 'on' } as const;

interface Outcome {
  readonly quiet: Experience;
  readonly attacked: Experience;
  /** What the server took of one core, during the attack. */
  readonly serverCores: number;
  readonly tally: Tally;
}

/** Whether honest people need the relay for their calls while it is attacked. */
function isOnRelay(name: AttackName): boolean {
  return name === 'allocations';
}

function startServer(name: AttackName): Promise<Program> {
  if (isOnRelay(name)) return startRingback([], relaySettings);
  if (name !== 'histories') return startRingback([], settings);
  return startFilledRingback(settings, (url) => fillHistories(url, [historySize]));
}

async function measure(name: AttackName): Promise<Outcome> {
  const server = await startServer(name);
  try {
    const honest = await HonestPairs.open(server.url, pairs, isOnRelay(name));
    await honest.call(callsPerSecond, 2);
    const quiet = await honest.call(callsPerSecond, 4);
    const attacker = await startAttacker(name, server.url, { seconds, nice });
    const [before, startedAt] = [await server.cpuMs(), performance.now()];
    const attacked = await honest.call(callsPerSecond, seconds);
    const serverCores = ((await server.cpuMs()) - before) / (performance.now() - startedAt);
    return { quiet, attacked, serverCores, tally: await attacker.report };
  } finally {
    await server.stop();
  }
}

const columns =
  'quiet p50,p99,attacked p50,p99,failed,cut off,server cores,sent,granted,refused,closed'.split(',');

function line(name: string, cells: readonly string[]): void {
  console.log(
    name.padEnd(14) + cells.map((cell, n) => cell.padStart((columns[n] ?? '').length + 3)).join(''),
  );
}

function report(name: AttackName, { quiet, attacked, serverCores, tally }: Outcome): void {
  line(name, [
    ...[quiet.p50, quiet.p99, attacked.p50, attacked.p99].map((ms) => ms.toFixed(1)),
    ...[attacked.failed, attacked.disconnects].map(String),
    serverCores.toFixed(2),
    ...[tally.sent, tally.granted, tally.refused, tally.closed].map(String),
  ]);
}

/** What honest people may notice: three times the quiet median and 5 ms, and a quarter of a second at worst. */
function isUnharmed({ quiet, attacked }: Outcome): boolean {
  const isPrompt = attacked.p50 <= 3 * quiet.p50 + 5 && attacked.p99 <= 250;
  return isPrompt && attacked.failed === 0 && attacked.disconnects === 0;
}

console.log(
  `place to ring in ms, ${callsPerSecond} calls a second of ${pairs} pairs, attacks of ${seconds} s\n`,
);
line('', columns);
const harmful: AttackName[] = [];
for (const name of attackNames(positionals)) {
  const outcome = await measure(name);
  report(name, outcome);
  if (!isUnharmed(outcome)) harmful.push(name);
}
console.log(harmful.length === 0 ? '\nNobody noticed.' : `\nPeople noticed: ${harmful.join(', ')}`);
process.exit(harmful.length === 0 ? 0 : 1);
