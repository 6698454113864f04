import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Express } from 'express';
import { Accounts } from './accounts/accounts.ts';
import { accountHandlers } from './accounts/accountHandlers.ts';
import { Calls } from './calls/calls.ts';
import { callHandlers } from './calls/callHandlers.ts';
import type { VisibilityOf } from './calls/placeCall.ts';
import { detach } from './calls/callCommands.ts';
import type { Config } from './config/config.ts';
import { contactHandlers } from './people/contactHandlers.ts';
import { AttachedDevices } from './devices/attachedDevices.ts';
import { helloHandler } from './hello/helloHandler.ts';
import { historyHandlers } from './history/historyHandlers.ts';
import { HistoryPurger } from './history/historyPurger.ts';
import { createApp } from './http/app.ts';
import { addressToOpen, listen } from './http/listen.ts';
import { createIceServerProvider } from './ice/createIceServerProvider.ts';
import { iceHandlers } from './ice/iceHandlers.ts';
import type { IceServerProvider } from './ice/iceServerProvider.ts';
import { NetworkNames } from './ice/networkNames.ts';
import type { Log } from './platform/log.ts';
import { messageHandlers } from './messages/messageHandlers.ts';
import { openNotesService, type NotesService } from './notes/notesService.ts';
import { ContactNotifier } from './people/contactNotifier.ts';
import { peopleHandlers } from './people/peopleHandlers.ts';
import { UserCache } from './people/userCache.ts';
import { Pictures } from './accounts/pictures.ts';
import { pictureRoutes } from './accounts/pictureRoutes.ts';
import { openPushService, type PushService } from './push/pushService.ts';
import { sendNow } from './socket/frameCoalescing.ts';
import { createRequestDispatcher, type RequestDispatcher } from './socket/requestDispatcher.ts';
import { settingsHandlers } from './accounts/settingsHandlers.ts';
import { Sockets } from './socket/sockets.ts';
import { openStorage } from './operations/openStorage.ts';
import type { Operations } from './operations/operations.ts';
import type { Storage } from './storage/storage.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where a browser on this machine finds the app. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, stores what is under way, closes all sockets and the database. */
  stop(): Promise<void>;
}

/** What a host of the server decides beyond its settings. */
export interface ServerOptions {
  readonly visibilityOf?: VisibilityOf;
  /** Opens the database in a directory; by default in a thread of its own. */
  readonly openStorage?: typeof openStorage;
  /** Nothing can be stored any more; the server had better be started anew. */
  readonly onLost?: (error: Error) => void;
}

/** Everyone may call everyone; privacy will have its say here. */
const visibleToEveryone: VisibilityOf = () => 'open';

/**
 * Starts a server: storage first, then the calls that an earlier process left live, then the door to the world.
 * @throws {StartError} when its address or its data cannot be used.
 */
export async function createServer(
  config: Config,
  log: Log,
  {
    visibilityOf = visibleToEveryone,
    openStorage: open = openStorage,
    onLost = () => {},
  }: ServerOptions = {},
): Promise<RunningServer> {
  const storage = await open(config.dataDir, onLost);
  const services = await buildServices(config, log, storage);
  const { accounts, calls, relays, push, notes, pictures } = services;
  const historyPurger = new HistoryPurger(services);
  const app = createApp({
    ...config,
    accounts,
    log,
    push: push.routes(services),
    notes: notes.routes(accounts),
    pictures: pictureRoutes({ accounts, pictures }),
    speaksTls: config.tls !== undefined,
    disconnect: (deviceId) => sockets.disconnect(deviceId),
  });
  const http = createHttpServer(config, app);
  const sockets = new Sockets({
    ...config,
    ...services,
    http,
    dispatch: buildDispatcher(config, services, visibilityOf),
    onGone: (device, how) => {
      calls.submit(detach(device, how)).catch((err: unknown) => log.error({ err }, 'detach failed'));
    },
  });
  const stop = once(async () => {
    sockets.refuse();
    historyPurger.stop();
    await calls.stop();
    push.stop();
    await notes.stop();
    await sockets.close();
    await relays.stop();
    await storage.close();
  });
  try {
    await accounts.forgetUnused();
    await historyPurger.start();
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
interface Services {
  readonly storage: Storage<Operations>;
  readonly people: UserCache;
  readonly contactNotifier: ContactNotifier;
  readonly devices: AttachedDevices;
  readonly accounts: Accounts;
  readonly calls: Calls;
  readonly relays: IceServerProvider;
  readonly networks: NetworkNames;
  readonly push: PushService;
  readonly notes: NotesService;
  readonly pictures: Pictures;
  readonly log: Log;
  readonly now: () => number;
}

async function buildServices(config: Config, log: Log, storage: Storage<Operations>): Promise<Services> {
  const { guests, timeouts } = config;
  const now = (): number => Date.now();
  const people = new UserCache(storage);
  const devices = new AttachedDevices();
  const contactNotifier = new ContactNotifier({ storage, people, devices });
  const accounts = new Accounts(storage, guests, now);
  const networks = await NetworkNames.open(storage);
  const push = await openPushService(config, { storage, devices, log, now });
  const notes = await openNotesService(config, {
    storage,
    devices,
    log,
    now,
    onLeft: (note) => push.messageSent(note),
  });
  const pictures = await Pictures.open({ ...config, storage, contactNotifier, now });
  const onBroadcast: PushService['callsStored'] = (stored) => push.callsStored(stored);
  const calls = new Calls({
    storage,
    people,
    contactNotifier,
    devices,
    timeouts,
    log,
    now,
    sendNow,
    onBroadcast,
  });
  const relays = createIceServerProvider(config, log);
  return {
    storage,
    people,
    contactNotifier,
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

function buildDispatcher(config: Config, services: Services, visibilityOf: VisibilityOf): RequestDispatcher {
  const { storage, people, devices } = services;
  return createRequestDispatcher({
    log: services.log,
    isAttached: (context) => devices.isCurrent(context),
    handlers: {
      ...helloHandler(services),
      ...callHandlers({ ...config, ...services, visibilityOf }),
      ...iceHandlers({ ...config, ...services }),
      ...historyHandlers(services),
      ...peopleHandlers(storage, people),
      ...contactHandlers(services),
      ...accountHandlers({ ...config, ...services }),
      ...messageHandlers({ ...config, ...services, onSent: (message) => services.push.messageSent(message) }),
      ...services.notes.handlers,
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
