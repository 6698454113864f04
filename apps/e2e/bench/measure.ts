import { openDevice } from './leanDevice.ts';
import { openPairs } from './lifeCycle.ts';
import { runFullSpeed, runPaced } from './load.ts';
import type { Program } from './program.ts';
import { quantile } from './statistics.ts';

/** Durations and amounts of a measurement. */
export interface BenchSettings {
  readonly pairs: number;
  readonly warmUpMs: number;
  readonly fullSpeedMs: number;
  readonly pacedMs: number;
  readonly idleDevices: number;
}

/** Results of one run of one server. */
export interface Run {
  readonly callsPerSecond: number;
  /** CPU time of the server for one call, all threads together, in ms. */
  readonly cpuMsPerCall: number;
  /** CPU time over wall time. Well below 1, the server was not saturated; the generator is single-threaded. */
  readonly serverCores: number;
  readonly generatorCores: number;
  readonly messagesPerCall: number;
  readonly bytesPerCall: number;
  readonly ringP50: number;
  readonly ringP99: number;
  /** The share of paced calls that started late. */
  readonly lateShare: number;
}

/** Full speed first, then half of that rate at a steady pace. */
export async function measureCalls(program: Program, settings: BenchSettings): Promise<Run> {
  const pairs = await openPairs(program.url, settings.pairs);
  await runFullSpeed(pairs, settings.warmUpMs);
  const before = await cpuTimes(program);
  const full = await runFullSpeed(pairs, settings.fullSpeedMs);
  const after = await cpuTimes(program);
  const callsPerSecond = full.calls / full.seconds;
  const { ringMs, late } = await runPaced(pairs, callsPerSecond / 2, settings.pacedMs);
  for (const { caller, callee } of pairs) [caller, callee].forEach((device) => device.close());
  const serverMs = after.serverMs - before.serverMs;
  return {
    callsPerSecond,
    cpuMsPerCall: serverMs / full.calls,
    serverCores: serverMs / 1000 / full.seconds,
    generatorCores: (after.generatorMs - before.generatorMs) / 1000 / full.seconds,
    messagesPerCall: full.messages / full.calls,
    bytesPerCall: full.bytes / full.calls,
    ringP50: quantile(ringMs, 0.5),
    ringP99: quantile(ringMs, 0.99),
    lateShare: late / (late + ringMs.length),
  };
}

async function cpuTimes(
  program: Program,
): Promise<{ readonly serverMs: number; readonly generatorMs: number }> {
  const serverMs = await program.cpuMs();
  const { user, system } = process.cpuUsage();
  return { serverMs, generatorMs: (user + system) / 1000 };
}

/** Bytes per additional idle device, after a first group that fills pools and caches. */
export async function measureIdle(program: Program, { idleDevices }: BenchSettings): Promise<number> {
  await openCrowd(program, 'First', idleDevices / 2);
  const before = await program.residentBytes();
  await openCrowd(program, 'Idle', idleDevices);
  const after = await program.residentBytes();
  return (after - before) / idleDevices;
}

async function openCrowd({ url }: Program, name: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await openDevice(url, `${name} ${n}`);
}
