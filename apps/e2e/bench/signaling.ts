// `npm run bench:signaling`: full call life cycles a second, place-to-ring, and memory of an idle device, of Ringback and
// of a bare Socket.IO relay of the same messages, interleaved on one machine. `-- --quick` runs a shorter version.
import { openDevice } from './leanSocket.ts';
import { openPairs } from './lifeCycle.ts';
import { runFullSpeed, runPaced } from './load.ts';
import { startBareRelay, startRingback, type Program } from './program.ts';
import { median, quantile } from './statistics.ts';

const isQuick = process.argv.includes('--quick');
const settings = isQuick
  ? { runs: 1, warmUpMs: 1_000, fullSpeedMs: 3_000, pacedMs: 3_000, pairs: 48, idle: 400 }
  : { runs: 5, warmUpMs: 2_000, fullSpeedMs: 7_000, pacedMs: 7_000, pairs: 48, idle: 1_000 };

interface Run {
  readonly callsPerSecond: number;
  readonly messagesPerCall: number;
  readonly serverCores: number;
  readonly ringP50: number;
  readonly ringP99: number;
}

const subjects = { ringback: startRingback, bare: startBareRelay } as const;
type Subject = keyof typeof subjects;

async function measure(program: Program): Promise<Run> {
  const pairs = await openPairs(program.url, settings.pairs);
  await runFullSpeed(pairs, settings.warmUpMs);
  const cpuBefore = program.cpuSeconds();
  const full = await runFullSpeed(pairs, settings.fullSpeedMs);
  const serverCores = (program.cpuSeconds() - cpuBefore) / (settings.fullSpeedMs / 1000);
  const times = await runPaced(pairs, full.callsPerSecond / 2, settings.pacedMs);
  for (const { caller, callee } of pairs) [caller, callee].forEach((device) => device.close());
  return { ...full, serverCores, ringP50: quantile(times, 0.5), ringP99: quantile(times, 0.99) };
}

async function withProgram<T>(subject: Subject, act: (program: Program) => Promise<T>): Promise<T> {
  const program = await subjects[subject]();
  try {
    return await act(program);
  } finally {
    await program.stop();
  }
}

/** Bytes that one more idle device costs, past a first crowd that fills pools and caches. */
async function idleBytes(program: Program): Promise<number> {
  const crowd = async (from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n += 1) await openDevice(program.url, `Idle ${n}`);
  };
  await crowd(0, settings.idle / 2);
  const before = await program.residentBytes();
  await crowd(settings.idle, settings.idle);
  return ((await program.residentBytes()) - before) / settings.idle;
}

function line(name: string, format: (value: number) => string, ringback: number, bare: number): void {
  const ratio = (ringback / bare).toFixed(2);
  console.log(
    `${name.padEnd(44)}${format(ringback).padStart(12)}${format(bare).padStart(12)}${ratio.padStart(8)}`,
  );
}

async function main(): Promise<void> {
  const { runs, pairs, fullSpeedMs, idle } = settings;
  console.log(
    `${runs} interleaved runs of each, ${pairs} pairs, ${fullSpeedMs / 1000} s at full speed, then at half of it`,
  );
  const results: { readonly [S in Subject]: Run[] } = { ringback: [], bare: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const subject of ['ringback', 'bare'] as const) {
      const result = await withProgram(subject, measure);
      results[subject].push(result);
      console.log(
        `  run ${run + 1} ${subject.padEnd(9)}${result.callsPerSecond.toFixed(0).padStart(6)} calls/s, server on ${result.serverCores.toFixed(2)} cores`,
      );
    }
  }
  const of = (subject: Subject, key: keyof Run): number => median(results[subject].map((run) => run[key]));
  const both = (key: keyof Run): [number, number] => [of('ringback', key), of('bare', key)];
  console.log(
    `\n${'median of the runs'.padEnd(44)}${'Ringback'.padStart(12)}${'bare'.padStart(12)}${'ratio'.padStart(8)}`,
  );
  line('full call life cycles a second', (n) => n.toFixed(0), ...both('callsPerSecond'));
  line('messages received per call', (n) => n.toFixed(1), ...both('messagesPerCall'));
  line('place to ring at half load, p50', (n) => `${n.toFixed(2)} ms`, ...both('ringP50'));
  line('place to ring at half load, p99', (n) => `${n.toFixed(2)} ms`, ...both('ringP99'));
  const memory = [await withProgram('ringback', idleBytes), await withProgram('bare', idleBytes)] as const;
  line(`memory of an idle device (of ${idle})`, (n) => `${(n / 1024).toFixed(1)} kB`, ...memory);
  const ratios = results.ringback.map(
    (run, index) => run.callsPerSecond / (results.bare[index]?.callsPerSecond ?? 1),
  );
  console.log(`ratio of life cycles in each run: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`);
  process.exit(0);
}

await main();
