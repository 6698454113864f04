import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Express } from 'express';
import { Accounts } from './accounts/accounts.ts';
import { meHandlers } from './accounts/handlers.ts';
import { Calls } from './calls/calls.ts';
import { callHandlers } from './calls/handlers.ts';
import type { ReachOf } from './calls/placing.ts';
import { detach } from './calls/presence.ts';
import type { Config } from './config/config.ts';
import { contactHandlers } from './contacts/handlers.ts';
import { AttachedDevices } from './devices/attached.ts';
import { helloHandler } from './devices/hello.ts';
import { historyHandlers } from './history/handlers.ts';
import { Purging } from './history/purging.ts';
import { createApp } from './http/app.ts';
import { addressToOpen, listen } from './http/listening.ts';
import { iceHandlers } from './ice/handlers.ts';
import { Networks } from './ice/networks.ts';
import { createRelayDesk, type RelayDesk } from './ice/relayDesk.ts';
import type { Log } from './platform/log.ts';
import { messageHandlers } from './messages/handlers.ts';
import { openNoteDesk, type NoteDesk } from './notes/noteDesk.ts';
import { Introductions } from './people/introductions.ts';
import { peopleHandlers } from './people/handlers.ts';
import { PeopleMemory } from './people/peopleMemory.ts';
import { Pictures } from './pictures/pictures.ts';
import { pictureRoutes } from './pictures/routes.ts';
import { openPushDesk, type PushDesk } from './push/pushDesk.ts';
import { sendNow } from './socket/bundling.ts';
import { createDoor, type Door } from './socket/door.ts';
import { settingsHandlers } from './settings/handlers.ts';
import { Sockets } from './socket/sockets.ts';
import type { Storage } from './storage/operations.ts';
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
  const storage = await openStorage(config.dataDir, onLost);
  const rooms = await furnish(config, log, storage);
  const { accounts, calls, relays, push, notes, pictures } = rooms;
  const purging = new Purging(rooms);
  const app = createApp({
    ...config,
    accounts,
    log,
    push: push.routes(rooms),
    notes: notes.routes(accounts),
    pictures: pictureRoutes({ accounts, pictures }),
    speaksTls: config.tls !== undefined,
    dismiss: (deviceId) => sockets.dismiss(deviceId),
  });
  const http = createHttpServer(config, app);
  const sockets = new Sockets({
    ...config,
    ...rooms,
    http,
    door: openDoor(config, rooms, reachOf),
    onGone: (device, how) => {
      calls.submit(detach(device, how)).catch((err: unknown) => log.error({ err }, 'detach failed'));
    },
  });
  const stop = once(async () => {
    sockets.refuse();
    purging.stop();
    await calls.stop();
    push.stop();
    await notes.stop();
    await sockets.close();
    await relays.stop();
    await storage.close();
  });
  try {
    await accounts.forgetUnused();
    await purging.start();
    await relays.start();
    await calls.start();
    await notes.start();
    const port = await listen(http, config);
    return { url: addressToOpen(config, port), port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let outcome: Promise<void> | undefined;
  return () => (outcome ??= act());
}

/** What the rooms of a server share. */
interface Rooms {
  readonly storage: Storage;
  readonly people: PeopleMemory;
  readonly introductions: Introductions;
  readonly devices: AttachedDevices;
  readonly accounts: Accounts;
  readonly calls: Calls;
  readonly relays: RelayDesk;
  readonly networks: Networks;
  readonly push: PushDesk;
  readonly notes: NoteDesk;
  readonly pictures: Pictures;
  readonly log: Log;
  readonly now: () => number;
}

async function furnish(config: Config, log: Log, storage: Storage): Promise<Rooms> {
  const { guests, timeouts } = config;
  const now = (): number => Date.now();
  const people = new PeopleMemory(storage);
  const devices = new AttachedDevices();
  const introductions = new Introductions({ storage, people, devices });
  const accounts = new Accounts(storage, guests, now);
  const networks = await Networks.open(storage);
  const push = await openPushDesk(config, { storage, devices, log, now });
  const notes = await openNoteDesk(config, {
    storage,
    devices,
    log,
    now,
    onLeft: (note) => push.messageSent(note),
  });
  const pictures = await Pictures.open({ ...config, storage, introductions, now });
  const onTold: PushDesk['callsStored'] = (stored) => push.callsStored(stored);
  const calls = new Calls({ storage, people, introductions, devices, timeouts, log, now, sendNow, onTold });
  const relays = createRelayDesk(config, log);
  return {
    storage,
    people,
    introductions,
    devices,
    accounts,
    calls,
    relays,
    networks,
    push,
    notes,
    pictures,
    log,
    now,
  };
}

function openDoor(config: Config, rooms: Rooms, reachOf: ReachOf): Door {
  const { storage, people, devices } = rooms;
  return createDoor({
    log: rooms.log,
    isAttached: (requester) => devices.isCurrent(requester),
    handlers: {
      ...helloHandler(rooms),
      ...callHandlers({ ...config, ...rooms, reachOf }),
      ...iceHandlers({ ...config, ...rooms }),
      ...historyHandlers(rooms),
      ...peopleHandlers(storage, people),
      ...contactHandlers(rooms),
      ...meHandlers({ ...config, ...rooms }),
      ...messageHandlers({ ...config, ...rooms, onSent: (message) => rooms.push.messageSent(message) }),
      ...rooms.notes.handlers,
      ...settingsHandlers(storage, devices),
    },
  });
}

/** A request that takes longer to arrive is none of ours: all of them are small. */
const requestTimeout = 30_000;

function createHttpServer({ tls }: Config, app: Express): HttpServer {
  if (tls === undefined) return createHttp({ requestTimeout }, app);
  return createHttps({ requestTimeout, cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, app);
}
