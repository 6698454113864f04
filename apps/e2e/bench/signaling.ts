// `npm run bench:signaling`: full call life cycles a second, place-to-ring, and memory of an idle device, of Ringback and
// of a bare Socket.IO relay of the same messages, interleaved on one machine. `-- --quick` runs a shorter version.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCalls, measureIdle, type Run, type BenchSettings } from './measure.ts';
import { startBareRelay, startRingback, type Flags, type Program } from './program.ts';
import { median } from './statistics.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const runs = options.quick ? 1 : 5;
const settings: BenchSettings = options.quick
  ? { pairs: 64, warmUpMs: 1_500, fullSpeedMs: 3_000, pacedMs: 3_000, idleDevices: 500 }
  : { pairs: 64, warmUpMs: 2_000, fullSpeedMs: 6_000, pacedMs: 6_000, idleDevices: 1_000 };

const subjects = { ringback: startRingback, bare: startBareRelay } as const;
type Subject = keyof typeof subjects;
const inTurn = ['ringback', 'bare'] as const satisfies Subject[];

async function withProgram<T>(
  subject: Subject,
  act: (program: Program) => Promise<T>,
  flags: Flags = [],
): Promise<T> {
  const program = await subjects[subject](flags);
  try {
    return await act(program);
  } finally {
    await program.stop();
  }
}

type Pair<T> = { readonly [S in Subject]: T };

/** One run of each server, one right after the other, so that both meet the machine in the same condition. */
async function runBoth(number: number): Promise<Pair<Run>> {
  const results: Partial<Record<Subject, Run>> = {};
  for (const subject of inTurn) {
    const run = await withProgram(subject, (program) => measureCalls(program, settings));
    results[subject] = run;
    const { callsPerSecond, serverCores, generatorCores, ringP50, lateShare } = run;
    console.log(
      `  run ${number} ${subject.padEnd(9)}${callsPerSecond.toFixed(0).padStart(6)} calls/s` +
        `, CPU: server ${serverCores.toFixed(2)}, generator ${generatorCores.toFixed(2)} cores` +
        `; at half of it place to ring ${ringP50.toFixed(2)} ms (p50), ${(100 * lateShare).toFixed(0)} % late`,
    );
  }
  const { ringback, bare } = results;
  if (ringback === undefined || bare === undefined) throw new Error('A run is missing.');
  return { ringback, bare };
}

/**
 * V8's space for young objects, in MiB, fixed for both servers. Otherwise it doubles at different points of their runs,
 * and its megabytes count as memory of the devices that connect just then.
 */
const fixedNursery = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

function measureIdleOf(subject: Subject): Promise<number> {
  return withProgram(subject, (program) => measureIdle(program, settings), fixedNursery);
}

type Format = (value: number) => string;
const whole: Format = (value) => value.toFixed(0);
const tenths: Format = (value) => value.toFixed(1);
const ms: Format = (value) => `${value.toFixed(2)} ms`;
const kB: Format = (value) => `${(value / 1024).toFixed(1)} kB`;

/** One line of the table: the median of each server, and the median of their ratios within one run. */
function line(name: string, format: Format, values: readonly Pair<number>[]): void {
  const of = (subject: Subject): string => format(median(values.map((pair) => pair[subject])));
  const ratio = median(values.map(({ ringback, bare }) => ringback / bare)).toFixed(2);
  console.log(
    `${name.padEnd(42)}${of('ringback').padStart(11)}${of('bare').padStart(11)}${ratio.padStart(8)}`,
  );
}

function report(results: readonly Pair<Run>[], idle: Pair<number>): void {
  const each = (key: keyof Run): Pair<number>[] =>
    results.map(({ ringback, bare }) => ({ ringback: ringback[key], bare: bare[key] }));
  console.log(
    `\n${'median of the runs'.padEnd(42)}${'Ringback'.padStart(11)}${'bare'.padStart(11)}${'ratio'.padStart(8)}`,
  );
  line('full call life cycles a second', whole, each('callsPerSecond'));
  line('CPU time of the server per call', ms, each('cpuMsPerCall'));
  line('messages received per call', tenths, each('messagesPerCall'));
  line('bytes received per call', whole, each('bytesPerCall'));
  line('place to ring at half load, p50', ms, each('ringP50'));
  line('place to ring at half load, p99', ms, each('ringP99'));
  line(`memory of an idle device (of ${settings.idleDevices})`, kB, [idle]);
  const ratios = each('callsPerSecond').map(({ ringback, bare }) => (ringback / bare).toFixed(2));
  console.log(`ratio of life cycles in each run: ${ratios.join(' ')}`);
}

async function main(): Promise<void> {
  const { pairs, fullSpeedMs, pacedMs } = settings;
  console.log(
    `${runs} interleaved runs of each; ${pairs} pairs call each other for ${fullSpeedMs / 1000} s at full speed, ` +
      `then for ${pacedMs / 1000} s at half of it`,
  );
  console.log(
    `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown machine'}, Node ${process.version}`,
  );
  const results: Pair<Run>[] = [];
  for (let number = 1; number <= runs; number += 1) results.push(await runBoth(number));
  const idle = { ringback: await measureIdleOf('ringback'), bare: await measureIdleOf('bare') };
  report(results, idle);
  // Idle sockets of stopped servers would keep the process alive.
  process.exit(0);
}

await main();
