import type { Server as HttpServer } from 'node:http';
import { allowsMessage, type DeviceId, type UserId } from '@ringback/protocol';
import type { Express } from 'express';
import { accountHandlers } from './accounts/accountHandlers.ts';
import { Accounts } from './accounts/accounts.ts';
import { openCredentials, warnOfForeignPasskeys } from './accounts/routing/accountRouter.ts';
import { pictureRoutes } from './accounts/pictureRoutes.ts';
import { Pictures } from './accounts/pictures.ts';
import { signInRoutes } from './accounts/signInRoutes.ts';
import { UnusedGuests } from './accounts/unusedGuests.ts';
import { openAdminSocket } from './admin/adminSocket.ts';
import { applyRules, detach } from './calls/callCommands.ts';
import { openHostDesk, type HostDesk } from './admin/openHostDesk.ts';
import { callHandlers } from './calls/callHandlers.ts';
import { Calls } from './calls/calls.ts';
import { checkupHandlers } from './checkup/checkupHandlers.ts';
import type { Config } from './config/config.ts';
import { AttachedDevices } from './devices/attachedDevices.ts';
import { LastSeen } from './devices/lastSeen.ts';
import { helloHandler } from './hello/helloHandler.ts';
import { historyHandlers } from './history/historyHandlers.ts';
import { HistoryPurger } from './history/historyPurger.ts';
import { createApp } from './http/app.ts';
import { CertificateFiles } from './http/certificateFiles.ts';
import { guardConnections } from './http/connectionGate.ts';
import { createHttpServer } from './http/createHttpServer.ts';
import { listen, localUrl } from './http/listen.ts';
import { createIceServerProvider } from './ice/providers/createIceServerProvider.ts';
import { iceHandlers } from './ice/iceHandlers.ts';
import type { IceServerProvider } from './ice/iceServerProvider.ts';
import { openInsight, type InsightService } from './insight/insightService.ts';
import { measuredDispatcher } from './insight/requestFigures.ts';
import { NetworkNames } from './ice/networkNames.ts';
import { openRelayGrants, type RelayGrants } from './ice/relayGrants.ts';
import { AuditLog } from './moderation/auditLog.ts';
import { Suspensions } from './moderation/suspensions.ts';
import { messageHandlers } from './messages/messageHandlers.ts';
import { openNotesService, type NotesService } from './notes/notesService.ts';
import { openStorage } from './operations/openStorage.ts';
import type { Operations } from './operations/operations.ts';
import { ContactNotifier } from './people/contactNotifier.ts';
import { peopleHandlers } from './people/peopleHandlers.ts';
import { reachFactsOf } from './people/reach.ts';
import { UserCache } from './people/userCache.ts';
import { reportHandlers } from './reports/reportHandlers.ts';
import { Nuisance } from './calls/nuisance.ts';
import { PrivacyCache } from './privacy/privacyCache.ts';
import { privacyHandlers } from './privacy/privacyHandlers.ts';
import { createHostPolicy, type HostPolicy } from './platform/origin/hostPolicy.ts';
import type { Log } from './platform/log.ts';
import {
  openServerClock,
  systemMachineClock,
  watchWallClock,
  type ClockStore,
  type MachineClock,
  type ServerClock,
} from './platform/serverClock.ts';
import { withSetupWarnings } from './platform/origin/setupWarnings.ts';
import { openPushService, type PushService } from './push/pushService.ts';
import { Offenders } from './platform/load/offenders.ts';
import { WorkBudget } from './platform/load/workBudget.ts';
import { linkRoutes } from './sessions/linkRoutes.ts';
import { Links } from './sessions/links.ts';
import { sessionRoutes } from './sessions/sessionRoutes.ts';
import { Sessions, signOutOthersIn } from './sessions/sessions.ts';
import { flushFrames } from './socket/frameCoalescing.ts';
import { ReadSlots } from './socket/readSlots.ts';
import { createRequestDispatcher, type RequestDispatcher } from './socket/requestDispatcher.ts';
import { Sockets } from './socket/sockets.ts';
import { Retention } from './userData/retention.ts';
import { exportUserData } from './userData/userDataExport.ts';
import { userDataRoutes } from './userData/userDataRoutes.ts';
import { UserDeletion } from './userData/userDeletion.ts';
import { DiskSpace, diskFull, withReserve } from './storage/diskSpace.ts';
import { explainOpenFailure } from './storage/openFailure.ts';
import { StorageError, type Storage } from './storage/storage.ts';

/** A server that accepts requests. */
export interface RunningServer {
  /** The URL of the app for a browser on this machine. */
  readonly url: string;
  readonly port: number;
  /** Refuses new requests, stores what is pending, and closes all sockets and the database. */
  stop(): Promise<void>;
}

/** Options that are not part of the configuration. */
export interface ServerOptions {
  /** Opens the database in a directory; by default in a thread of its own. */
  readonly openStorage?: typeof openStorage;
  /** Called when nothing can be stored any more, so that the process should restart. */
  readonly onLost?: (error: Error) => void;
  /** The clocks of this machine; by default the system's. */
  readonly machineClock?: MachineClock;
}

/**
 * Starts a server: opens storage, ends or resumes the calls of an earlier process, then listens.
 * @throws {StartError} when its address or its data cannot be used.
 */
export async function createServer(
  config: Config,
  log: Log,
  options: ServerOptions = {},
): Promise<RunningServer> {
  try {
    return await start(config, log, options);
  } catch (error) {
    throw error instanceof StorageError
      ? explainOpenFailure(error.code, error.message, config.dataDir)
      : error;
  }
}

async function start(
  config: Config,
  log: Log,
  { openStorage: open = openStorage, onLost = () => {}, machineClock = systemMachineClock() }: ServerOptions,
): Promise<RunningServer> {
  const certificate = config.tls && new CertificateFiles(config.tls, log);
  const disk = new DiskSpace({ ...config, log });
  const storage = withReserve(await open(config.dataDir, onLost), disk);
  const clock = await openServerClock(machineClock, clockStoreIn(storage));
  const built = { ...(await buildServices(config, log, storage, clock, certificate)), disk };
  const disconnect = (gone: ReadonlySet<DeviceId>): void => {
    sockets.disconnect(gone);
    for (const deviceId of gone) built.relayGrants.signedOut(deviceId);
  };
  const sessions = new Sessions({ ...built, disconnect });
  const deletion = new UserDeletion({ ...built, sessions, removeNoteFiles: built.notes.removeFiles });
  const retention = new Retention({ ...config, ...built, removeNoteFiles: built.notes.removeFiles });
  const services = { ...built, disconnect, sessions, deletion, retention, links: new Links(built) };
  await warnOfForeignPasskeys({ storage, ...config, log });
  const stopWatchingClock = watchWallClock(clock, log);
  let url = '';
  const desk = openHostDesk({
    ...config,
    ...services,
    sockets: () => sockets,
    publicUrl: () => config.publicUrls[0] ?? url.replace(/\/$/, ''),
  });
  const http = createHttpServer(config, certificate, services.offenders, buildApp(config, services, desk));
  guardConnections(http, { ...config, now: clock.now, offenders: services.offenders });
  const sockets = openSockets(config, services, http);
  const adminSocket = await openAdminSocket(
    config.dataDir,
    { backup: (file) => storage.backup(file), dispatch: desk.dispatch },
    log,
  );
  const stop = once(async () => {
    sockets.refuse();
    stopWatchingClock();
    certificate?.stop();
    await adminSocket.close();
    await stopWork(services);
    await sockets.close();
    await stopServices(services);
  });
  try {
    certificate?.start();
    await startServices(services, sockets);
    const port = await listen(http, config);
    url = localUrl(config, port);
    // After months there may be many, and people should not wait for them.
    await services.unusedGuests.start();
    await deletion.start();
    await retention.start();
    return { url, port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openSockets(config: Config, services: Services, http: HttpServer): Sockets {
  const { accounts, calls, lastSeen, log } = services;
  return new Sockets({
    ...config,
    ...services,
    http,
    authenticate: (token) => accounts.deviceOf(token),
    dispatch: buildDispatcher(config, services),
    onGone: (device, how) => {
      lastSeen.see(device.deviceId);
      calls.submit(detach(device, how)).catch((err: unknown) => log.error({ err }, 'detach failed'));
    },
  });
}

function clockStoreIn(storage: Storage<Operations>): ClockStore {
  return {
    read: () => storage.run('clock:read', null),
    anchor: (anchor) => storage.run('clock:anchor', anchor),
  };
}

function once(act: () => Promise<void>): () => Promise<void> {
  let outcome: Promise<void> | undefined;
  return () => (outcome ??= act());
}

interface Services {
  readonly storage: Storage<Operations>;
  readonly offenders: Offenders;
  readonly people: UserCache;
  readonly privacy: PrivacyCache;
  readonly contactNotifier: ContactNotifier;
  readonly devices: AttachedDevices;
  readonly audit: AuditLog;
  readonly suspensions: Suspensions;
  readonly accounts: Accounts;
  readonly pictures: Pictures;
  readonly calls: Calls;
  readonly historyPurger: HistoryPurger;
  readonly unusedGuests: UnusedGuests;
  readonly relays: IceServerProvider;
  readonly nuisance: Nuisance;
  readonly relayGrants: RelayGrants;
  readonly networks: NetworkNames;
  readonly push: PushService;
  readonly insight: InsightService;
  readonly notes: NotesService;
  readonly hostPolicy: HostPolicy;
  readonly disk: DiskSpace;
  readonly lastSeen: LastSeen;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly deletion: UserDeletion;
  readonly retention: Retention;
  /** Closes the connections of devices that were signed out, and takes the relay from them. */
  readonly disconnect: (gone: ReadonlySet<DeviceId>) => void;
  readonly budget: WorkBudget;
  readonly log: Log;
  readonly now: () => number;
}

async function buildServices(
  config: Config,
  log: Log,
  storage: Storage<Operations>,
  clock: ServerClock,
  certificate: CertificateFiles | undefined,
): Promise<Omit<Services, 'disk' | 'disconnect' | 'sessions' | 'links' | 'deletion' | 'retention'>> {
  const { now } = clock;
  const base = { storage, log, now };
  const people = new UserCache(storage);
  const privacy = new PrivacyCache(storage);
  const devices = new AttachedDevices();
  const contactNotifier = new ContactNotifier({ storage, people, devices });
  const audit = new AuditLog({ ...config, ...base });
  const suspensions = await Suspensions.open(storage, audit, config.hostInfo);
  const insight = openInsight(config, base);
  const common = { ...base, people, privacy, devices, contactNotifier, audit, suspensions, insight };
  const push = await openPushService(config, common);
  const relays = createIceServerProvider(config, certificate?.current, common);
  certificate?.onChange((next) => relays.setCertificate(next));
  const nuisance = new Nuisance(config.nuisanceCalls, (userId) =>
    audit.record({ kind: 'nuisanceSlowed', userId }),
  );
  const relayGrants = await openRelayGrants(config, { storage, groups: relays, clock });
  const notes = openNotesService(config, {
    ...common,
    mayWrite: async (from, to) => allowsMessage(await reachFactsOf(common, to, from)),
    onLeft: (note) => push.messageSent(note),
  });
  return {
    ...common,
    push,
    notes,
    unusedGuests: new UnusedGuests({
      ...config,
      ...common,
      isConnected: (userId) => devices.ofUser(userId).length > 0,
      removeNoteFiles: notes.removeFiles,
    }),
    hostPolicy: withSetupWarnings(createHostPolicy(config), config.proxies, log),
    budget: new WorkBudget(config.limits, now),
    offenders: new Offenders(now),
    relays,
    relayGrants,
    lastSeen: new LastSeen(common),
    accounts: new Accounts(storage, config.guests, suspensions, now),
    pictures: await Pictures.open({ ...config, ...common }),
    networks: await NetworkNames.open(storage),
    nuisance,
    calls: new Calls({
      ...config,
      ...common,
      sendNow: flushFrames,
      onBroadcast: (stored) => {
        for (const each of [relayGrants, push, nuisance, insight]) each.callsStored(stored);
      },
    }),
    historyPurger: new HistoryPurger(common),
  };
}

async function startServices(services: Services, sockets: Sockets): Promise<void> {
  const { calls, relays } = services;
  await services.disk.start();
  await services.audit.start();
  await services.accounts.signOutUnused();
  await services.historyPurger.start();
  await relays.start();
  await calls.start();
  await services.notes.start();
  await services.insight.start(() => ({
    sockets: sockets.count,
    liveCalls: calls.liveCount,
    relayAllocations: relays.allocations,
  }));
}

/** Stores what is pending, while sockets still take their answers. */
async function stopWork(services: Services): Promise<void> {
  services.disk.stop();
  services.links.stop();
  services.historyPurger.stop();
  services.unusedGuests.stop();
  services.deletion.stop();
  services.retention.stop();
  await services.calls.stop();
  await services.lastSeen.flush();
  services.push.stop();
  await services.notes.stop();
}

/** Stores what was counted to the end, and closes the database. */
async function stopServices({ relays, insight, audit, storage }: Services): Promise<void> {
  await relays.stop();
  await insight.stop();
  await audit.stop();
  await storage.close();
}

function buildApp(config: Config, services: Services, desk: HostDesk): Express {
  const { push, notes, accounts, disk, insight } = services;
  return createApp({
    ...config,
    ...services,
    problem: () => (disk.isFull ? diskFull : undefined),
    watch: insight.watch,
    metrics: insight.metricsRoutes(services.hostPolicy),
    api: {
      push: push.routes(services),
      notes: notes.routes(accounts),
      pictures: pictureRoutes({ ...config, ...services }),
      credentials: openCredentials({ ...config, ...services, signOutOthers: signOutOthersIn(services) }),
      sessions: sessionRoutes(services),
      link: linkRoutes({ ...config, ...services }),
      data: userDataRoutes({ ...services, exportData: exportDataOf(services) }),
      account: signInRoutes({ ...config, ...services, ...desk }),
      admin: desk.routes,
      insight: desk.guard && insight.routes(desk.guard),
    },
  });
}

function exportDataOf({
  storage,
  notes,
  now,
}: Services): (userId: UserId) => ReturnType<typeof exportUserData> {
  return (userId) => exportUserData({ storage, readNote: notes.read, now }, userId);
}

function buildDispatcher(config: Config, services: Services): RequestDispatcher {
  const dispatch = createRequestDispatcher({
    ...services,
    reads: new ReadSlots(config.limits.readsAtOnce),
    isFull: () => services.disk.isFull,
    isAttached: (context) => services.devices.isCurrent(context),
    handlers: {
      ...helloHandler(services),
      ...callHandlers({ ...config, ...services }),
      ...iceHandlers({ ...config, ...services }),
      ...checkupHandlers({ ...config, ...services }),
      ...historyHandlers(services),
      ...peopleHandlers({ ...config, ...services }),
      ...accountHandlers({ ...config, ...services }),
      ...reportHandlers({
        ...services,
        isUser: async (userId) => (await services.people.peopleOf([userId])).has(userId),
      }),
      ...privacyHandlers({
        ...services,
        knownPerson: (userId, peerId) => services.storage.run('people:known', { userId, peerId }),
        onRules: (changed) => services.calls.submit(applyRules(changed)),
      }),
      ...messageHandlers({
        ...config,
        ...services,
        onSent: (message) => services.push.messageSent(message),
      }),
      ...services.notes.handlers,
    },
  });
  return measuredDispatcher(dispatch, services.insight.record);
}
