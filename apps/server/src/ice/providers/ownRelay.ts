import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { IceServer } from '@ringback/protocol';
import { relayUrls, secondPortUrls, type RelayListenPorts } from '@ringback/relay';
import type { OwnRelayConfig } from '../../config/config.ts';
import type { Certificate } from '../../http/certificateFiles.ts';
import type { RequestOrigin } from '../../platform/origin/requestOrigin.ts';
import type { Log } from '../../platform/log.ts';
import { isLoopback } from '../../platform/addresses.ts';
import { StartError } from '../../platform/errors.ts';
import { count, type Figure } from '../../insight/figures.ts';
import type { InsightService } from '../../insight/insightService.ts';
import { iceServerOf, type IceServerProvider } from '../iceServerProvider.ts';
import { credentialLifetimeMs } from '../relayGrants.ts';
import { openFilesLimit, relayQuotas } from './relayQuotas.ts';
import { relayNameFor, type RelayLocation } from '../relayName.ts';
import type { RelayCounts } from './relayEventCounter.ts';
import { RelayOrders, type RelayOrder } from './relayOrders.ts';
import {
  startRelayThread,
  type RelayThread,
  type RelayThreadOptions,
  type RelayUsage,
  type StartRelayThread,
} from './startRelayThread.ts';
import type { TurnUsername } from '../turnUsers.ts';

/** The delay bounds the load of a relay that dies again at once. */
const restartDelayMs = 1000;

/*
 *   stopped ──start──> running ──thread died──> restarting ──started──> running
 *                                               restarting ──failed───> restarting
 *                                      running, restarting ──stop─────> stopped
 */
type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running'; readonly relay: RelayThread; readonly location: RelayLocation }
  | { readonly kind: 'restarting'; readonly timer: NodeJS.Timeout };

export interface OwnRelayDeps {
  readonly insight: Pick<InsightService, 'record'>;
  readonly log: Log;
  readonly now: () => number;
}

/** The relay inside this server, so that operators need no separate TURN server. */
export class OwnRelay implements IceServerProvider {
  readonly #settings: OwnRelayConfig;
  readonly #proxies: number;
  #certificate: Certificate | undefined;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #insight: OwnRelayDeps['insight'];
  readonly #startRelay: StartRelayThread;
  /** New with each start, so that it is never on disk: the allocations it protects end with the process, too. */
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #orders = new RelayOrders(credentialLifetimeMs, () => performance.now());
  #state: State = { kind: 'stopped' };
  #usage: RelayUsage = unused;

  constructor(
    settings: OwnRelayConfig,
    { proxies, certificate }: { readonly proxies: number; readonly certificate: Certificate | undefined },
    { log, now, insight }: OwnRelayDeps,
    start: StartRelayThread = startRelayThread,
  ) {
    this.#settings = settings;
    this.#proxies = proxies;
    this.#certificate = certificate;
    this.#log = log;
    this.#now = now;
    this.#insight = insight;
    this.#startRelay = start;
  }

  async start(): Promise<void> {
    const { listen, port, tlsPort } = this.#settings;
    try {
      const location = await this.#locate(listen);
      this.#run(await this.#open(location, { port, tlsPort }), location);
    } catch (error) {
      const why = explain(error, this.#settings);
      if (this.#settings.onFailure === 'stop') throw new StartError(why, { cause: error });
      this.#log.warn({ err: error }, `${why} Until then, calls fail where no direct path is found.`);
    }
  }

  async #locate(listen: string): Promise<RelayLocation> {
    return {
      listening: (await lookup(listen)).address,
      name: this.#settings.name,
      proxies: this.#proxies,
    };
  }

  #open(location: RelayLocation, { port, tlsPort }: RelayListenPorts): Promise<RelayThread> {
    const { minPort, maxPort, externalIp, allowPeers } = this.#settings;
    const options: RelayThreadOptions = {
      secret: this.#secret,
      serverTime: this.#now(),
      host: location.listening,
      port,
      ...(this.#certificate !== undefined && {
        tls: { ...this.#certificate, port: tlsPort ?? this.#settings.tlsPort },
      }),
      minPort,
      maxPort,
      allowPeers,
      quotas: relayQuotas(this.#settings.limits, openFilesLimit()),
      ...(externalIp !== undefined && { externalIp }),
    };
    return this.#startRelay(options, {
      onCounted: (counts) => this.#onCounted(counts),
      onUsed: (usage) => this.#onUsed(usage),
      onLost: (error) => this.#onLost(error),
    });
  }

  #run(relay: RelayThread, location: RelayLocation): void {
    this.#state = { kind: 'running', relay, location };
    for (const order of this.#orders.all()) relay.order(order);
    this.#log.info({ port: relay.port, tlsPort: relay.tlsPort }, 'relay started');
    if (isUnreachable(location)) this.#log.warn(unreachableWarning);
  }

  #onCounted(counts: RelayCounts): void {
    this.#log.info(counts, 'relay');
    for (const figure of relayFigures(counts)) this.#insight.record(figure);
  }

  #onUsed(usage: RelayUsage): void {
    this.#insight.record(count('relayBytes', '', usage.bytes - this.#usage.bytes));
    this.#usage = usage;
  }

  /** How many allocations are open. */
  get allocations(): number {
    return this.#usage.allocations;
  }

  #onLost(error: Error): void {
    if (this.#state.kind !== 'running') return;
    this.#usage = unused;
    const { relay, location } = this.#state;
    this.#log.error({ err: error }, 'relay thread died, restarting it');
    this.#scheduleRestart(relay, location);
  }

  /** Restarts at the same ports, because browsers in calls keep the URLs that they were given. */
  #scheduleRestart(ports: RelayListenPorts, location: RelayLocation): void {
    const timer = setTimeout(() => void this.#restart(ports, location), restartDelayMs);
    this.#state = { kind: 'restarting', timer };
  }

  async #restart(ports: RelayListenPorts, location: RelayLocation): Promise<void> {
    const before = this.#state;
    try {
      const relay = await this.#open(location, ports);
      if (this.#state === before) this.#run(relay, location);
      else await relay.close();
    } catch (error) {
      this.#log.error({ err: error }, 'relay cannot restart, trying again');
      if (this.#state === before) this.#scheduleRestart(ports, location);
    }
  }

  urlsFor(origin: RequestOrigin): readonly string[] {
    return this.#urls(origin, relayUrls);
  }

  serversFor(origin: RequestOrigin, username: string): readonly IceServer[] {
    return this.#servers(this.urlsFor(origin), username);
  }

  secondPortFor(origin: RequestOrigin, username: string): readonly IceServer[] {
    return this.#servers(this.#urls(origin, secondPortUrls), username);
  }

  #urls(origin: RequestOrigin, urlsAt: typeof relayUrls): readonly string[] {
    if (this.#state.kind !== 'running') return [];
    const { relay, location } = this.#state;
    const name = relayNameFor(origin, location);
    return name === undefined ? [] : urlsAt(name, relay);
  }

  #servers(urls: readonly string[], username: string): readonly IceServer[] {
    return urls.length === 0 ? [] : [iceServerOf(urls, this.#secret, username)];
  }

  grant({ username }: TurnUsername, group: string): void {
    this.#order({ kind: 'grant', username, group });
  }

  endGroup(group: string): void {
    this.#order({ kind: 'endGroup', group });
  }

  #order(order: RelayOrder): void {
    this.#orders.add(order);
    if (this.#state.kind === 'running') this.#state.relay.order(order);
  }

  setCertificate(certificate: Certificate): void {
    this.#certificate = certificate;
    if (this.#state.kind === 'running') this.#state.relay.setCertificate(certificate);
  }

  async stop(): Promise<void> {
    const before = this.#state;
    this.#state = { kind: 'stopped' };
    if (before.kind === 'running') await before.relay.close();
    if (before.kind === 'restarting') clearTimeout(before.timer);
  }
}

const unused: RelayUsage = { allocations: 0, bytes: 0 };

/** The event counts that the host sees as figures. */
function relayFigures(counts: RelayCounts): Figure[] {
  return Object.entries(counts).flatMap(([event, times]) => {
    if (event === 'allocated') return [count('relayAllocated', '', times)];
    const code = /^refused(\d{3})$/.exec(event)?.[1];
    return code === undefined ? [] : [count('relayRefused', code, times)];
  });
}

/** Whether browsers connect from elsewhere, but only this machine can reach the relay. */
function isUnreachable({ listening, name, proxies }: RelayLocation): boolean {
  return proxies > 0 && name === undefined && isLoopback(listening);
}

const unreachableWarning =
  'Browsers come through a proxy, but the relay listens on this machine alone, so it helps none of them. ' +
  'Set RELAY_LISTEN to 0.0.0.0 and open its ports, TURN_URLS to a TURN server, or RELAY to off.';

/** The user-facing reason for a failed start, with the setting to change. */
function explain(error: unknown, { listen, port }: OwnRelayConfig): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const failed = error instanceof Error && 'port' in error ? Number(error.port) : port;
  const what = 'The relay cannot start:';
  const otherPort = 'Set RELAY_PORT (for TLS: RELAY_TLS_PORT) to another one';
  switch (code) {
    case 'EADDRINUSE':
      return `${what} no port is free up to ${failed}. ${otherPort}, or RELAY to off.`;
    case 'EACCES':
    case 'EPERM':
      return `${what} this program may not listen on port ${failed}. ${otherPort}, above 1023, or RELAY to off.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${what} ${listen} is no address of this machine. Set RELAY_LISTEN to one, or RELAY to off.`;
    default:
      return `${what} ${error instanceof Error ? error.message : String(error)}. Set RELAY to off to go without it.`;
  }
}
