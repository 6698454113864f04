// `npm run bench:relay`: what this relay costs beside coturn, for the same loads, interleaved in one run.
import {
  isInstalled,
  makeCertificate,
  runUclient,
  startEchoPeer,
} from '../src/testing/coturnTools.testing.ts';
import type { LoadResult, TestCertificate, UclientLoad } from '../src/testing/coturnTools.testing.ts';
import { pairOverEcho, pairOverTurn, runCall } from './loads.ts';
import { benchPorts, benchSecret, cpuSeconds, startCoturn, startEcho, startOwn, stop } from './programs.ts';
import type { Program } from './programs.ts';

const rounds = Number(process.argv[2] ?? 5);
const callSeconds = 10;

/** One load, and how each contender is put under it. */
interface Contest {
  readonly name: string;
  readonly run: () => Promise<LoadResult>;
  readonly runEcho?: () => Promise<LoadResult>;
}

/** One measurement. */
interface Sample extends LoadResult {
  readonly contender: string;
  readonly cpu: number;
  /** Packets that the relay itself threw away; the rest of what is lost is lost outside of it. */
  readonly dropped: number | undefined;
}

const load = { secret: benchSecret, clients: 4, messages: 3000, bytes: 1000, everyMs: 2 } as const;
const toEcho = { echoPort: benchPorts.peer } as const;

function uclient(name: string, more: Pick<UclientLoad, 'transport' | 'to'>): Contest {
  const port = more.transport === 'tls' ? benchPorts.tls : benchPorts.server;
  return { name, run: () => runUclient({ ...load, ...more, port }) };
}

const contests: readonly Contest[] = [
  uclient('uclient, UDP, channels, to an echo outside', { transport: 'udp', to: toEcho }),
  uclient('uclient, UDP, channels, client to client', { transport: 'udp', to: 'clients' }),
  uclient('uclient, UDP, Send, client to client', { transport: 'udp', to: 'clientsBySend' }),
  uclient('uclient, TCP, channels, client to client', { transport: 'tcp', to: 'clients' }),
  uclient('uclient, TLS, channels, client to client', { transport: 'tls', to: 'clients' }),
  {
    name: 'a 720p call, UDP',
    run: async () => runCall(await pairOverTurn('udp'), callSeconds),
    runEcho: async () => runCall(await pairOverEcho(), callSeconds),
  },
  { name: 'a 720p call, TCP', run: async () => runCall(await pairOverTurn('tcp'), callSeconds) },
  { name: 'a 720p call, TLS', run: async () => runCall(await pairOverTurn('tls'), callSeconds) },
];

async function measure(program: Program, run: () => Promise<LoadResult>): Promise<Sample> {
  try {
    const before = cpuSeconds(program);
    const result = await run();
    const cpu = cpuSeconds(program) - before;
    await stop(program);
    return { ...result, contender: program.name, cpu, dropped: droppedBy(program) };
  } finally {
    await stop(program);
  }
}

/** What this relay counted as thrown away, by what it prints at its end; the others print nothing. */
function droppedBy({ printed }: Program): number | undefined {
  const counts = [...printed().matchAll(/"dropped\w+":(\d+)/g)].map(([, count]) => Number(count));
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

/** Each contender once, the order turning from round to round, so that what drifts drifts for all. */
async function round(
  contest: Contest,
  index: number,
  certificate: TestCertificate | undefined,
): Promise<Sample[]> {
  const { run, runEcho } = contest;
  const turns = [
    async () => measure(await startOwn(certificate), run),
    async () => measure(await startCoturn(certificate), run),
    ...(runEcho === undefined ? [] : [async () => measure(await startEcho(), runEcho)]),
  ];
  const samples: Sample[] = [];
  for (let turn = 0; turn < turns.length; turn += 1) {
    const next = turns[(turn + index) % turns.length];
    if (next !== undefined) samples.push(await next());
  }
  return samples;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function report(name: string, samples: readonly Sample[]): void {
  print(`\n${name}`);
  const contenders = [...new Set(samples.map(({ contender }) => contender))].toSorted();
  const cpuOf = (contender: string): number =>
    median(samples.filter((each) => each.contender === contender).map(({ cpu }) => cpu));
  for (const contender of contenders) {
    const own = samples.filter((each) => each.contender === contender);
    const sent = own.reduce((sum, each) => sum + each.sent, 0);
    const lost = own.reduce((sum, each) => sum + each.lost, 0);
    const drops = own.map(({ dropped }) => dropped).filter((dropped) => dropped !== undefined);
    const inside = drops.length === 0 ? '' : `, ${drops.reduce((sum, each) => sum + each, 0)} of them inside`;
    const all = own.map(({ cpu }) => cpu.toFixed(3)).join(' ');
    print(
      `  ${contender.padEnd(7)} ${cpuOf(contender).toFixed(3)} s CPU (${all}), ` +
        `${(cpuOf(contender) / cpuOf('coturn')).toFixed(2)}x coturn, ${lost} of ${sent} lost${inside}`,
    );
  }
}

async function main(): Promise<void> {
  if (!isInstalled('turnserver') || !isInstalled('turnutils_uclient')) {
    print('This compares with coturn, which is not installed (Debian and Ubuntu: apt-get install coturn).');
    process.exitCode = 1;
    return;
  }
  const certificate = makeCertificate();
  const stopPeer = startEchoPeer(benchPorts.peer);
  print(`CPU time of the server alone, medians of ${rounds} interleaved rounds.`);
  const chosen = contests.filter(({ name }) => name.includes(process.argv[3] ?? ''));
  for (const contest of chosen) {
    const samples: Sample[] = [];
    for (let index = 0; index < rounds; index += 1)
      samples.push(...(await round(contest, index, certificate)));
    report(contest.name, samples);
  }
  await stopPeer();
  certificate?.remove();
}

await main();
