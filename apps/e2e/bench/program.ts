import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nodePath, repo } from '@ringback/tooling';

/** A server under measurement, as a process of its own. */
export interface Program {
  readonly url: string;
  /** Seconds of CPU time it has used, over all its threads. */
  readonly cpuSeconds: () => number;
  /** Resident memory in bytes, right after a full garbage collection. */
  readonly residentBytes: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Ticks a second in `/proc/<pid>/stat`; 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/** So that limits are checked, but none is met: all load comes from one address. */
const openLimits = Object.fromEntries(
  [
    'SIGNINS_PER_MINUTE',
    'PLACES_PER_MINUTE',
    'PLACES_PER_MINUTE_PER_PAIR',
    'REQUESTS_PER_SECOND',
    'REQUEST_BURST',
    'SIGNAL_BYTES_PER_SECOND',
    'SOCKETS_PER_ADDRESS',
    'SOCKETS_PER_USER',
  ].map((name) => [name, '1000000000']),
);

/** Starts Ringback's server on fresh data, with every check on. */
export function startRingback(): Promise<Program> {
  return startProgram('apps/server/src/main.ts');
}

/** Starts the bare relay that Ringback is measured against. */
export function startBareRelay(): Promise<Program> {
  return startProgram('apps/e2e/bench/bareRelay.ts');
}

async function startProgram(path: string): Promise<Program> {
  const data = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  const args = ['--expose-gc', '--import', './apps/e2e/bench/collectOnSignal.ts', path];
  const env = { ...process.env, ...openLimits, PORT: '0', DATA_DIR: data, LOG_LEVEL: 'warn', RELAY: 'off' };
  const child = spawn(nodePath(), args, { cwd: repo, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { pid } = child;
  return {
    url: await readyUrl(lines),
    cpuSeconds: () => cpuSecondsOf(pid),
    residentBytes: async () => {
      child.kill('SIGUSR2');
      await lines.next();
      return residentBytesOf(pid);
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function readyUrl(lines: AsyncIterator<string>): Promise<string> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const url = /is ready: (http:\S+?)\/?$/.exec(next.value)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended before it was ready.');
}

function cpuSecondsOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function residentBytesOf(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
