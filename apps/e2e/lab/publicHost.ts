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
  /** Ends it as a power cut would; resolves once it is gone. */
  readonly stop: () => Promise<void>;
}

/** Ringback's server in the public host. */
export interface AppServer extends Service {
  readonly url: string;
}

/** Addresses of the services: each has its own, so that rules and routes can tell them apart. */
export const addresses = {
  app: `${sites.public.network}.10`,
  coturn: `${sites.public.network}.20`,
  bare: `${sites.public.network}.30`,
} as const;

/** The one TCP port that the most closed of networks lets out. */
const port = 443;

/** What browsers know addresses by: they take plain http for safe under names that end so, wherever these lead. */
export const names = { app: 'app.localhost', bare: 'bare.localhost' } as const;

/** Origins of the pages in the lab. */
export const origins = {
  app: `http://${names.app}:${port}`,
  bare: `http://${names.bare}:${port}`,
} as const;

/** For all that the lab's people do within minutes. */
const withoutLimits = {
  SIGNINS_PER_MINUTE: '10000',
  PLACES_PER_MINUTE: '1000',
  PLACES_PER_MINUTE_PER_PAIR: '1000',
  ICE_REQUESTS_PER_MINUTE: '1000',
};

/**
 * Starts Ringback's server with its own relay, and with the deadlines that a host gets who sets none.
 *
 * @param settings what differs in its environment
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

/** Ends a program at once. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
