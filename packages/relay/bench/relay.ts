// `npm run bench:relay`: what this relay costs beside coturn, for the same loads, interleaved in one run.
// Each load is put on a fresh process twice: cold, while the JavaScript engine still compiles what it runs, and warm, as a
// relay is after its first seconds. Two loads are also put on a bare program that does nothing but pass datagrams on: what
// Node's own datagram sockets cost, below which no relay in Node gets.
import {
  isInstalled,
  makeCertificate,
  runUclient,
  startEchoPeer,
} from '../src/testing/coturnTools.testing.ts';
import type {
  LoadResult,
  LoadTransport,
  TestCertificate,
  UclientLoad,
} from '../src/testing/coturnTools.testing.ts';
import {
  callStreams,
  clientsOverBare,
  clientsOverTurn,
  pairOverTurn,
  runStreams,
  uclientStreams,
} from './loads.ts';
import {
  benchPorts,
  benchSecret,
  cpuSeconds,
  startCoturn,
  startEcho,
  startForwarder,
  startOwn,
  stop,
} from './programs.ts';
import type { Program } from './programs.ts';

const rounds = Number(process.argv[2] ?? 3);
const callSeconds = 10;
const uclientSeconds = 6;

/** One load, and how each contender is put under it. */
interface Scenario {
  readonly name: string;
  readonly run: () => Promise<LoadResult>;
  /** A program that only passes datagrams on, and the same load on it. */
  readonly bare?: { readonly start: () => Promise<Program>; readonly run: () => Promise<LoadResult> };
}

/** How long a contender has been at work when it is measured. */
type Heat = 'cold' | 'warm';

/** What one load came to, and what it cost the contender. */
interface Measured extends LoadResult {
  readonly cpu: number;
}

/** One contender under the same load twice in a row. */
interface RunResult extends Readonly<Record<Heat, Measured>> {
  readonly contender: string;
  /** Packets that the relay itself threw away; the rest of what is lost is lost outside of it. */
  readonly dropped: number | undefined;
}

const load = { secret: benchSecret, clients: 4, messages: 3000, bytes: 1000, everyMs: 2 } as const;
const toEcho = { echoPort: benchPorts.peer } as const;

function uclient(name: string, more: Pick<UclientLoad, 'transport' | 'to'>): Scenario {
  const port = more.transport === 'tls' ? benchPorts.tls : benchPorts.server;
  return { name, run: () => runUclient({ ...load, ...more, port }) };
}

const scenarios: readonly Scenario[] = [
  uclient('uclient, UDP, channels, to an echo outside', { transport: 'udp', to: toEcho }),
  uclient('uclient, UDP, channels, client to client', { transport: 'udp', to: 'clients' }),
  uclient('uclient, UDP, Send, client to client', { transport: 'udp', to: 'clientsBySend' }),
  uclient('uclient, TCP, channels, client to client', { transport: 'tcp', to: 'clients' }),
  uclient('uclient, TLS, channels, client to client', { transport: 'tls', to: 'clients' }),
  {
    name: 'packets as from uclient, UDP, channels, to an echo outside',
    run: async () => runStreams(await clientsOverTurn(load.clients), uclientStreams, uclientSeconds),
    bare: {
      start: startForwarder,
      run: async () => runStreams(await clientsOverBare(load.clients), uclientStreams, uclientSeconds),
    },
  },
  {
    name: 'a 720p call, UDP',
    run: () => call('udp'),
    bare: {
      start: startEcho,
      run: async () => runStreams(await clientsOverBare(2), callStreams, callSeconds),
    },
  },
  { name: 'a 720p call, TCP', run: () => call('tcp') },
  { name: 'a 720p call, TLS', run: () => call('tls') },
];

async function call(transport: LoadTransport): Promise<LoadResult> {
  return runStreams(await pairOverTurn(transport), callStreams, callSeconds);
}

async function measure(program: Program, run: Scenario['run']): Promise<RunResult> {
  try {
    const cold = await measureOnce(program, run);
    const warm = await measureOnce(program, run);
    await stop(program);
    return { contender: program.name, cold, warm, dropped: droppedBy(program) };
  } finally {
    await stop(program);
  }
}

async function measureOnce(program: Program, run: Scenario['run']): Promise<Measured> {
  const before = cpuSeconds(program);
  const result = await run();
  return { ...result, cpu: cpuSeconds(program) - before };
}

/** What this relay counted as thrown away, by what it prints at its end; the others print nothing. */
function droppedBy({ printed }: Program): number | undefined {
  const counts = [...printed().matchAll(/"dropped\w+":(\d+)/g)].map(([, count]) => Number(count));
  return counts.length === 0 ? undefined : sum(counts);
}

/** Each contender once, the order turning from round to round, so that what drifts drifts for all. */
async function round(
  contest: Scenario,
  index: number,
  certificate: TestCertificate | undefined,
): Promise<RunResult[]> {
  const { run, bare } = contest;
  const turns = [
    async () => measure(await startOwn(certificate), run),
    async () => measure(await startCoturn(certificate), run),
    ...(bare === undefined ? [] : [async () => measure(await bare.start(), bare.run)]),
  ];
  const samples: RunResult[] = [];
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

function report(name: string, samples: readonly RunResult[]): void {
  print(`\n${name}`);
  const contenders = [...new Set(samples.map(({ contender }) => contender))].toSorted();
  for (const contender of contenders) {
    const figures = (['warm', 'cold'] as const).map((heat) => cpuOf(samples, contender, heat));
    const own = samples.filter((each) => each.contender === contender);
    print(`  ${contender.padEnd(7)} ${figures.join('; ')}; ${lossOf(own)}`);
  }
}

function cpuOf(samples: readonly RunResult[], contender: string, heat: Heat): string {
  const of = (name: string): number[] =>
    samples.filter((each) => each.contender === name).map((each) => each[heat].cpu);
  const all = of(contender);
  const ratio = (median(all) / median(of('coturn'))).toFixed(2);
  return `${heat} ${median(all).toFixed(3)} s CPU (${all.map((cpu) => cpu.toFixed(3)).join(' ')}), ${ratio}x coturn`;
}

function lossOf(samples: readonly RunResult[]): string {
  const runs = samples.flatMap(({ cold, warm }) => [cold, warm]);
  const drops = samples.map(({ dropped }) => dropped).filter((dropped) => dropped !== undefined);
  const inside = drops.length === 0 ? '' : `, ${sum(drops)} of them inside`;
  return `${sum(runs.map(({ lost }) => lost))} of ${sum(runs.map(({ sent }) => sent))} lost${inside}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
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
  const chosen = scenarios.filter(({ name }) => name.includes(process.argv[3] ?? ''));
  for (const contest of chosen) {
    const samples: RunResult[] = [];
    for (let index = 0; index < rounds; index += 1)
      samples.push(...(await round(contest, index, certificate)));
    report(contest.name, samples);
  }
  await stopPeer();
  certificate?.remove();
}

await main();
