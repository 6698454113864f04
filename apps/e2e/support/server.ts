import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodePath, repo } from '@ringback/tooling';

/** Environment variables of a server. */
export type ServerEnvironment = Readonly<Record<string, string>>;

/**
 * Short enough for fast tests, long enough for a busy machine with two cores. Settings that are not listed keep their
 * defaults: reloaded pages must be in time, and only a test that waits for this deadline shortens it. Rate limits are
 * raised, because all tests come from one address, and races place more calls than people do.
 */
export const forTests: ServerEnvironment = {
  HOST: '127.0.0.1',
  GUESTS: 'open',
  RELAY: 'off',
  RING_TIMEOUT_MS: '30000',
  CONNECT_TIMEOUT_MS: '20000',
  SIGNINS_PER_MINUTE: '10000',
  PLACES_PER_MINUTE: '1000',
  PLACES_PER_MINUTE_PER_PAIR: '1000',
  USER_UNITS: '1000000',
  ADDRESS_UNITS: '1000000',
};

const startTimeoutMs = 60_000;

/** Ringback's server as its own process; its port and its data survive its crashes. */
export interface Server {
  readonly url: string;
  /** Starts it unless it runs, also after a crash; resolves once it is healthy. */
  readonly start: () => Promise<void>;
  /** Kills it, like a power failure; resolves once it has exited. */
  readonly kill: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly dispose: () => Promise<void>;
  /** Its output so far. */
  readonly output: () => string;
}

/** Creates a server with its own data, without starting it. */
export async function makeServer(settings: ServerEnvironment): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const data = await mkdtemp(join(tmpdir(), 'ringback-e2e-'));
  const env = { ...process.env, ...settings, PORT: String(port), DATA_DIR: data };
  let output = '';
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    if (running !== undefined) return;
    const child = spawn(nodePath(), ['apps/server/src/main.ts'], { cwd: repo, env });
    const keep = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('exit', () => {
      if (running === child) running = undefined;
    });
    running = child;
    await untilHealthy(
      url,
      () => running === child,
      () => output,
    );
  }

  async function kill(): Promise<void> {
    const child = running;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function dispose(): Promise<void> {
    await kill();
    await rm(data, { recursive: true, force: true });
  }

  return { url, start, kill, dispose, output: () => output };
}

async function untilHealthy(url: string, isRunning: () => boolean, output: () => string): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  while (isRunning() && Date.now() < until) {
    if (await isHealthy(url)) return;
    await delay(30);
  }
  throw new Error(`The server did not start:\n${output()}`);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago. The server must keep its port over a restart, so it cannot choose one itself. */
async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The port probe has no port.');
  return address.port;
}
