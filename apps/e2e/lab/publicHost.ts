import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildProcess } from 'node:child_process';
import { nodePath, repo } from '@ringback/tooling';
import { publicRange, sites } from './internet/sites.ts';
import type { Namespace } from './namespace.ts';

/** A program that serves in the public host. */
export interface Service {
  /** Kills it, like a power failure; resolves once it has exited. */
  readonly stop: () => Promise<void>;
}

/** Ringback's server in the public host. */
export interface AppServer extends Service {
  readonly url: string;
}

/** Addresses of the services: each has its own, so that rules and routes can distinguish them. */
export const addresses = {
  app: `${sites.public.network}.10`,
  coturn: `${sites.public.network}.20`,
  bare: `${sites.public.network}.30`,
} as const;

/** The only TCP port that the most restrictive networks allow. */
export const port = 443;

/**
 * Host names of the services: browsers treat plain HTTP to `localhost` names as secure, whatever their addresses are.
 */
export const names = { app: 'app.localhost', bare: 'bare.localhost' } as const;

/** Origins of the pages in the lab. */
export const origins = {
  app: `http://${names.app}:${port}`,
  bare: `http://${names.bare}:${port}`,
} as const;

/** Enough for everything that the lab's people do within minutes. */
const withoutLimits = {
  SIGNINS_PER_MINUTE: '10000',
  PLACES_PER_MINUTE: '1000',
  PLACES_PER_MINUTE_PER_PAIR: '1000',
  ICE_REQUESTS_PER_MINUTE: '1000',
};

/**
 * Starts Ringback's server with its own relay and its default deadlines.
 * @param settings additional environment variables
 */
export async function startApp(
  host: Namespace,
  settings: Readonly<Record<string, string>> = {},
): Promise<AppServer> {
  const data = await mkdtemp(join(tmpdir(), 'ringback-lab-'));
  const child = host.spawn(nodePath(), ['apps/server/src/main.ts'], {
    cwd: repo,
    env: {
      ...process.env,
      ...withoutLimits,
      HOST: addresses.app,
      PORT: String(port),
      GUESTS: 'open',
      GUESTS_OPEN_IN_PUBLIC: 'yes',
      RELAY_ALLOW_PEERS: publicRange,
      LOG_LEVEL: 'warn',
      ...settings,
      DATA_DIR: data,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilReady(child);
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  return { url: origins.app, stop };
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: stdout })) {
    if (line.includes('is ready: ')) return;
  }
  throw new Error('The server of the lab ended before it was ready.');
}

/** Kills a program. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
