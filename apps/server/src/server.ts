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
import { helloHandler } from './devices/hello.ts';
import { historyHandlers } from './history/handlers.ts';
import { createApp } from './http/app.ts';
import { addressToOpen, listen } from './http/listening.ts';
import { iceHandlers } from './ice/handlers.ts';
import type { Log } from './log.ts';
import { peopleHandlers } from './people/handlers.ts';
import { createDoor } from './socket/door.ts';
import { Sockets } from './socket/sockets.ts';
import { openStorage } from './storage/database.ts';
import { storesOf } from './storage/stores.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where a browser on this machine finds the app. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, stores what is under way, closes all sockets and the database. */
  stop(): Promise<void>;
}

/** Everyone may call everyone; privacy will have its say here. */
const everyoneReaches: ReachOf = () => 'open';

/**
 * Starts a server: storage first, then the calls that an earlier process left live, then the door to the world.
 * @throws {ListenError} when its address is taken or not ours.
 */
export async function createServer(
  config: Config,
  log: Log,
  reachOf = everyoneReaches,
): Promise<RunningServer> {
  const now = Date.now;
  const storage = await openStorage(config.dataDir);
  const stores = storesOf(storage.db);
  const { timeouts, limits, guests, proxies } = config;
  const devices = new AttachedDevices();
  const accounts = new Accounts(stores.accounts, guests, now);
  const calls = new Calls({ storage, stores, devices, timeouts, log, now });
  const app = createApp({ accounts, devices, guests, limits, proxies, log, ...webOf(config) });
  const http = createHttpServer(config, app);
  const door = createDoor({
    log,
    isAttached: (requester) => devices.get(requester.deviceId) === requester,
    handlers: {
      ...helloHandler({ calls, devices, history: stores.history, now }),
      ...callHandlers({ calls, devices, limits, timeouts, reachOf, now }),
      ...iceHandlers({ calls, limits, turn: config.turn, now }),
      ...historyHandlers(stores.history, devices),
      ...peopleHandlers(stores.people),
    },
  });
  const sockets = new Sockets({
    http,
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
