import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Express } from 'express';
import { Accounts } from './accounts/accounts.ts';
import { Calls } from './calls/calls.ts';
import { callHandlers } from './calls/handlers.ts';
import type { ReachOf } from './calls/placing.ts';
import { detach } from './calls/presence.ts';
import type { Config } from './config.ts';
import { AttachedDevices } from './devices/attached.ts';
import { Outbox } from './devices/outbox.ts';
import { helloHandler } from './devices/hello.ts';
import { historyHandlers } from './history/handlers.ts';
import { createApp } from './http/app.ts';
import { addressToOpen, listen } from './http/listening.ts';
import { iceHandlers } from './ice/handlers.ts';
import type { Log } from './log.ts';
import { peopleHandlers } from './people/handlers.ts';
import { PeopleMemory } from './people/peopleMemory.ts';
import { createDoor } from './socket/door.ts';
import { Sockets } from './socket/sockets.ts';
import { openStorage } from './storage/threadStorage.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where a browser on this machine finds the app. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, stores what is under way, closes all sockets and the database. */
  stop(): Promise<void>;
}

/** What a host of the server decides beyond its settings. */
export interface Choices {
  readonly reachOf?: ReachOf;
  /** Nothing can be stored any more; the server had better be started anew. */
  readonly onLost?: (error: Error) => void;
}

/** Everyone may call everyone; privacy will have its say here. */
const everyoneReaches: ReachOf = () => 'open';

/**
 * Starts a server: storage first, then the calls that an earlier process left live, then the door to the world.
 * @throws {StartError} when its address or its data cannot be used.
 */
export async function createServer(
  config: Config,
  log: Log,
  { reachOf = everyoneReaches, onLost = () => {} }: Choices = {},
): Promise<RunningServer> {
  const now = Date.now;
  const storage = await openStorage(config.dataDir, onLost);
  const people = new PeopleMemory(storage);
  const { timeouts, limits, guests, proxies } = config;
  const devices = new AttachedDevices();
  const outbox = new Outbox();
  const accounts = new Accounts(storage, guests, now);
  const calls = new Calls({ storage, people, devices, outbox, timeouts, log, now });
  const app = createApp({ accounts, devices, guests, limits, proxies, log, ...webOf(config) });
  const http = createHttpServer(config, app);
  const door = createDoor({
    log,
    isAttached: (requester) => devices.isCurrent(requester),
    handlers: {
      ...helloHandler({ calls, devices, storage, now }),
      ...callHandlers({ calls, devices, limits, timeouts, reachOf, now }),
      ...iceHandlers({ calls, limits, turn: config.turn, now }),
      ...historyHandlers(storage, devices),
      ...peopleHandlers(storage, people),
    },
  });
  const sockets = new Sockets({
    http,
    outbox,
    accounts,
    devices,
    door,
    limits,
    proxies,
    log,
    now,
    helloMs: config.helloMs,
    pingMs: config.pingMs,
    onGone: (device, how) => {
      calls.submit(detach(device, how)).catch((err: unknown) => log.error({ err }, 'detach failed'));
    },
  });
  await accounts.forgetUnused();
  await calls.start();
  const stop = async (): Promise<void> => {
    await sockets.stop();
    await calls.stop();
    await storage.close();
  };
  try {
    const port = await listen(http, config);
    return { url: addressToOpen(config, port), port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function webOf({ webDir, tls }: Config): { webDir: string; speaksTls: boolean } {
  return { webDir, speaksTls: tls !== undefined };
}

/** A request that takes longer to arrive is none of ours: all of them are small. */
const requestTimeout = 30_000;

function createHttpServer({ tls }: Config, app: Express): HttpServer {
  if (tls === undefined) return createHttp({ requestTimeout }, app);
  return createHttps({ requestTimeout, cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, app);
}
