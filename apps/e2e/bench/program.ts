import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nodePath, repo, serverFlags } from '@ringback/tooling';
import * as v from 'valibot';
import type { ServerEnvironment } from '../support/server.ts';
import { withoutLimits } from '../support/unlimitedSettings.ts';

/** A server under measurement, as its own process. */
export interface Program {
  readonly url: string;
  /** CPU time of all its threads so far. */
  readonly cpuMs: () => Promise<number>;
  /** Its memory right after a full garbage collection. */
  readonly residentBytes: () => Promise<number>;
  /** Ends it and keeps its data. */
  readonly end: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
}

/** Flags of the JavaScript engine that a server runs with. */
export type Flags = readonly string[];

/**
 * Starts Ringback's server like `npm start`, on fresh data, with every check enabled; unless there are other settings,
 * limits are counted but never reached.
 */
export function startRingback(
  flags: Flags = [],
  settings: ServerEnvironment = withoutLimits,
): Promise<Program> {
  return startProgram('apps/server/src/main.ts', [...serverFlags, ...flags], { settings });
}

/** Starts the server of another checkout of this repository, with the web app that was built there. */
export function startCheckout(root: string): Promise<Program> {
  return startProgram('apps/server/src/main.ts', serverFlags, { root });
}

/** Starts Ringback's server on data that another one has filled without limits, once that one has stopped. */
export async function startFilledRingback(
  settings: ServerEnvironment,
  fill: (url: string) => Promise<unknown>,
): Promise<Program> {
  const data = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  const path = 'apps/server/src/main.ts';
  const first = await startProgram(path, serverFlags, { data });
  await fill(first.url);
  await first.end();
  return startProgram(path, serverFlags, { settings, data });
}

/** Starts the bare relay, the baseline for Ringback's server. */
export function startBareRelay(flags: Flags = []): Promise<Program> {
  return startProgram('apps/e2e/bench/bareRelay.ts', flags);
}

/** What a program runs with. `root`: the checkout that it comes from. */
interface Surroundings {
  readonly settings?: ServerEnvironment;
  readonly data?: string;
  readonly root?: string;
}

async function startProgram(
  path: string,
  flags: Flags,
  { settings = withoutLimits, data, root = repo }: Surroundings = {},
): Promise<Program> {
  const dataDir = data ?? (await mkdtemp(join(tmpdir(), 'ringback-bench-')));
  const args = [...flags, '--expose-gc', '--import', './apps/e2e/bench/probe.ts', path];
  const env = { ...process.env, ...settings, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const child = spawn(nodePath(), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  return {
    url: await readyUrl(child),
    cpuMs: () => measureOf(child, 'cpu'),
    residentBytes: () => measureOf(child, 'memory'),
    end: () => end(child),
    stop: async () => {
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Queries the probe inside a server. */
async function measureOf(child: ChildProcess, question: 'cpu' | 'memory'): Promise<number> {
  const message = once(child, 'message');
  child.send(question);
  const [answer] = v.parse(v.looseTuple([v.number()]), await message);
  return answer;
}

async function readyUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: stdout })) {
    const url = /is ready: (http:\S+?)\/?$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended before it was ready.');
}
