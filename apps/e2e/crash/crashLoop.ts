// `npm run crash-loop`: ends the server with SIGKILL under load, again and again, each time on the same data, and looks for
// anything that was acknowledged and lost, and for calls that ring past their deadline. `-- --kills N` (50), `-- --seed N`.
import { createSeededRandom, freshSeed, signInGuest } from '@ringback/testkit';
import { numberOption } from '../support/numberOption.ts';
import { makeServer, type Server } from '../support/server.ts';
import { callUntilStopped } from './callLoad.ts';
import { Client, wholeHistory } from './client.ts';
import { AckLog } from './ackLog.ts';

const kills = numberOption('--kills', 50);
const { seed, fraction: random } = createSeededRandom(numberOption('--seed', freshSeed(process.env['SEED'])));
const pairs = 12;

/** Short deadlines, so that many of them pass while the server is down. */
const settings = {
  HOST: '127.0.0.1',
  GUESTS: 'open',
  RELAY: 'off',
  LOG_LEVEL: 'error',
  RING_TIMEOUT_MS: '1500',
  CONNECT_TIMEOUT_MS: '1500',
  RECONNECT_TIMEOUT_MS: '1500',
  REJOIN_TIMEOUT_MS: '1200',
  CALLER_GONE_TIMEOUT_MS: '1000',
  ABANDONED_TIMEOUT_MS: '4000',
  SIGNINS_PER_MINUTE: '100000',
  PLACES_PER_MINUTE: '1000000',
  PLACES_PER_MINUTE_PER_PAIR: '1000000',
  REQUESTS_PER_SECOND: '100000',
  REQUEST_BURST: '100000',
};

/** A deadline may be noticed this late: the interval of the sweep, plus time for a busy machine. */
const overdueMarginMs = 3_000;

async function main(): Promise<void> {
  console.log(`${kills} kills under the load of ${pairs} pairs, seed ${seed}`);
  const server = await makeServer(settings);
  const ackLog = new AckLog();
  try {
    await server.start();
    const clients = await signAllIn(server, ackLog);
    for (let kill = 1; kill <= kills; kill += 1) await oneRound(server, clients, ackLog, kill);
    await expectAllOver(clients, ackLog);
    await expectHistoriesAgree(clients, ackLog);
    clients.forEach((client) => client.close());
  } finally {
    await server.dispose();
  }
  report(ackLog);
}

async function signAllIn(server: Server, ackLog: AckLog): Promise<Client[]> {
  const names = Array.from({ length: 2 * pairs }, (_, index) => `Person ${index}`);
  const signedIn = await Promise.all(names.map((name) => signInGuest(server.url, name)));
  return signedIn.map((one) => new Client(server.url, one, (call) => ackLog.note(call)));
}

/** Runs load, kills the server during it, restarts it on the same data, and checks every acknowledged call. */
async function oneRound(
  server: Server,
  clients: readonly Client[],
  ackLog: AckLog,
  kill: number,
): Promise<void> {
  await Promise.all(clients.map((client) => client.connect()));
  let isOver = false;
  const load = clients.flatMap((client, index) => {
    const other = clients[index + 1];
    return index % 2 === 0 && other ? [callUntilStopped(client, other, random, () => isOver)] : [];
  });
  await delay(150 + random() * 700);
  await server.kill();
  isOver = true;
  await Promise.all(load);
  await server.start();
  await Promise.all(clients.map((client) => client.connect()));
  await compareAll(clients, ackLog);
  if (kill % 10 === 0) console.log(`  ${kill} kills, ${ackLog.acknowledged} acknowledged transitions`);
}

async function compareAll(clients: readonly Client[], ackLog: AckLog): Promise<void> {
  for (const acknowledged of ackLog
    .calls()
    .filter(({ phase }) => phase !== 'ended')
    .concat(lately(ackLog))) {
    const now = await currentState(clients, acknowledged.caller.userId, acknowledged.id);
    ackLog.compare(acknowledged, now);
    if (now) ackLog.expectNotOverdue(now, Date.now(), overdueMarginMs);
  }
}

/** The newest ended calls; all others are checked again at the end. */
function lately(ackLog: AckLog) {
  return ackLog
    .calls()
    .filter(({ phase }) => phase === 'ended')
    .slice(-60);
}

async function currentState(
  clients: readonly Client[],
  userId: string,
  callId: Parameters<Client['onCall']>[1]['callId'],
) {
  const client = clients.find(({ signedIn }) => signedIn.me.id === userId);
  const result = await client?.onCall('call:get', { callId });
  return result?.ok === true ? result.data : undefined;
}

/** Lets all deadlines pass without devices, then checks that no call is still live. */
async function expectAllOver(clients: readonly Client[], ackLog: AckLog): Promise<void> {
  clients.forEach((client) => client.close());
  await delay(Number(settings.ABANDONED_TIMEOUT_MS) + overdueMarginMs);
  await Promise.all(clients.map((client) => client.connect()));
  for (const call of ackLog.calls()) {
    ackLog.compare(call, await currentState(clients, call.caller.userId, call.id));
  }
}

async function expectHistoriesAgree(clients: readonly Client[], ackLog: AckLog): Promise<void> {
  const histories = new Map<string, Awaited<ReturnType<typeof wholeHistory>>>();
  for (const client of clients) histories.set(client.signedIn.me.id, await wholeHistory(client));
  for (const call of ackLog.calls()) {
    const of = (userId: string) => (histories.get(userId) ?? []).filter(({ callId }) => callId === call.id);
    ackLog.expectEntries(call, of(call.caller.userId), of(call.callee.userId));
  }
}

function report(ackLog: AckLog): void {
  const calls = ackLog.calls();
  const reasons = Map.groupBy(calls, ({ end }) => end?.reason ?? 'live');
  console.log(`${kills} kills, ${calls.length} calls, ${ackLog.acknowledged} acknowledged transitions`);
  console.log([...reasons].map(([reason, some]) => `${reason} ${some.length}`).join(', '));
  console.log(`${ackLog.violations.length} violations`);
  for (const violation of ackLog.violations.slice(0, 20)) console.log(`  ${violation}`);
  process.exitCode = ackLog.violations.length === 0 ? 0 : 1;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

await main();
