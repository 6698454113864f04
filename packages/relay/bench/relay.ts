// `npm run bench:relay`: compares the CPU time of this relay with coturn's, for the same loads, interleaved in one run.
// Each load runs twice on a fresh process: cold, while the JavaScript engine still compiles, and warm, as a relay is after
// its first seconds. Two loads also run on a bare program that only passes datagrams on: the cost of Node's datagram
// sockets, which is the lower bound for a relay in Node.
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

/** A load, and how to run it. */
interface Scenario {
  readonly name: string;
  readonly run: () => Promise<LoadResult>;
  /** The bare program, and the same load on it. */
  readonly bare?: { readonly start: () => Promise<Program>; readonly run: () => Promise<LoadResult> };
}

/** Whether the process is fresh. */
type Phase = 'cold' | 'warm';

/** The result of a load, with the CPU time in seconds. */
interface Measured extends LoadResult {
  readonly cpu: number;
}

/** A contender under the same load, cold and then warm. */
interface RunResult extends Readonly<Record<Phase, Measured>> {
  readonly contender: string;
  /** Packets that the relay itself dropped; the others were lost outside. */
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

/** Packets that this relay dropped, from the counters that it prints at its exit. The other programs print none. */
function droppedBy({ printed }: Program): number | undefined {
  const counts = [...printed().matchAll(/"dropped\w+":(\d+)/g)].map(([, count]) => Number(count));
  return counts.length === 0 ? undefined : sum(counts);
}

/** Runs each contender once. The order rotates from round to round, so that drift affects all alike. */
async function round(
  scenario: Scenario,
  index: number,
  certificate: TestCertificate | undefined,
): Promise<RunResult[]> {
  const { run, bare } = scenario;
  const turns = [
    async () => measure(await startOwn(certificate), run),
    async () => measure(await startCoturn(certificate), run),
    ...(bare === undefined ? [] : [async () => measure(await bare.start(), bare.run)]),
  ];
  const results: RunResult[] = [];
  for (let turn = 0; turn < turns.length; turn += 1) {
    const next = turns[(turn + index) % turns.length];
    if (next !== undefined) results.push(await next());
  }
  return results;
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

function report(name: string, results: readonly RunResult[]): void {
  print(`\n${name}`);
  const contenders = [...new Set(results.map(({ contender }) => contender))].toSorted();
  for (const contender of contenders) {
    const figures = (['warm', 'cold'] as const).map((phase) => cpuOf(results, contender, phase));
    const own = results.filter((each) => each.contender === contender);
    print(`  ${contender.padEnd(7)} ${figures.join('; ')}; ${lossOf(own)}`);
  }
}

function cpuOf(results: readonly RunResult[], contender: string, phase: Phase): string {
  const of = (name: string): number[] =>
    results.filter((each) => each.contender === name).map((each) => each[phase].cpu);
  const all = of(contender);
  const ratio = (median(all) / median(of('coturn'))).toFixed(2);
  return `${phase} ${median(all).toFixed(3)} s CPU (${all.map((cpu) => cpu.toFixed(3)).join(' ')}), ${ratio}x coturn`;
}

function lossOf(results: readonly RunResult[]): string {
  const runs = results.flatMap(({ cold, warm }) => [cold, warm]);
  const drops = results.map(({ dropped }) => dropped).filter((dropped) => dropped !== undefined);
  const inside = drops.length === 0 ? '' : `, ${sum(drops)} of them in the relay`;
  return `${sum(runs.map(({ lost }) => lost))} of ${sum(runs.map(({ sent }) => sent))} lost${inside}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

async function main(): Promise<void> {
  if (!isInstalled('turnserver') || !isInstalled('turnutils_uclient')) {
    print('This benchmark needs coturn, which is not installed (Debian and Ubuntu: apt-get install coturn).');
    process.exitCode = 1;
    return;
  }
  const certificate = makeCertificate();
  const stopPeer = startEchoPeer(benchPorts.peer);
  print(`CPU time of the server alone, medians of ${rounds} interleaved rounds.`);
  const chosen = scenarios.filter(({ name }) => name.includes(process.argv[3] ?? ''));
  for (const scenario of chosen) {
    const results: RunResult[] = [];
    for (let index = 0; index < rounds; index += 1)
      results.push(...(await round(scenario, index, certificate)));
    report(scenario.name, results);
  }
  await stopPeer();
  certificate?.remove();
}

await main();
