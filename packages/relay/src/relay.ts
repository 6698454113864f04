import { HostAddresses, readHostAddresses } from './address/hostAddresses.ts';
import { familyOf } from './address/ip.ts';
import { PeerFilter } from './address/peerFilter.ts';
import { Bandwidth } from './allocation/bandwidth.ts';
import { Quota } from './allocation/quota.ts';
import { PortAllocator } from './allocation/portAllocator.ts';
import { Reservations } from './allocation/reservations.ts';
import { AllocationTable } from './allocation/allocationTable.ts';
import { Grants } from './auth/grants.ts';
import { turnCredentials, type TurnCredentials } from './auth/credentials.ts';
import { NonceFactory } from './auth/nonce.ts';
import { withDefaults, type Certificate, type RelayOptions, type RelaySettings } from './core/options.ts';
import type { RelayContext } from './requests/turnRequest.ts';
import { RequestHandler } from './requests/requestHandler.ts';
import { newCounters, type RelayStats } from './core/stats.ts';
import { PacketForwarder } from './allocation/packetForwarder.ts';
import { openListeners } from './transport/listeners.ts';
import { openRelaySocket } from './transport/relaySocket.ts';
import { ConnectionLimiter } from './transport/connectionLimiter.ts';

/** How often expired entries are removed. They stop counting when they expire, so this only frees memory and ports. */
const sweepMs = 1000;
/** How often the machine's addresses are read again, so that a laptop is reachable soon after it changes networks. */
const addressRefreshMs = 5000;

/** A running relay. */
export interface Relay extends RelayListenPorts {
  /** Credentials that allow a user new allocations for `ttlSeconds`. */
  readonly credentials: (userId: string, ttlSeconds: number) => TurnCredentials;
  /** Puts allocations with a user name into a group, so that they can be ended together. */
  readonly grant: (username: string, group: string) => void;
  /** Ends the allocations of a group, and allows no more with the user names that it was granted. */
  readonly endGroup: (group: string) => void;
  /** Uses another certificate for new TLS connections; the others go on. */
  readonly setCertificate: (certificate: Certificate) => void;
  readonly stats: () => RelayStats;
  /** Ends all allocations and frees all ports. */
  readonly close: () => Promise<void>;
}

function createContext(settings: RelaySettings, addresses: HostAddresses): RelayContext {
  const { clock, lifetimes, quotas, secret, realm, onEvent } = settings;
  const counters = newCounters();
  const filter = new PeerFilter(settings.allowPeers);
  filter.setHostAddresses(addresses.own());
  const table = new AllocationTable(onEvent);
  return {
    clock,
    lifetimes,
    quotas,
    auth: { secret, realm, nonces: new NonceFactory(clock, lifetimes.nonceMs) },
    grants: new Grants(),
    addresses,
    filter,
    table,
    quota: new Quota(quotas),
    bandwidth: new Bandwidth(quotas),
    ports: new PortAllocator(settings.minPort, settings.maxPort, openRelaySocket),
    reservations: new Reservations(),
    forwarder: new PacketForwarder(clock, table, filter, counters),
    counters,
    onEvent,
  };
}

/** The ports at which a relay listens. */
export interface RelayListenPorts {
  /** UDP and TCP. */
  readonly port: number;
  /** UDP, for clients that compare how two ports see them. */
  readonly secondPort?: number | undefined;
  readonly tlsPort: number | undefined;
}

/**
 * URLs for a browser's `iceServers` (RFC 7064 and RFC 7065), the cheapest first.
 *
 * @param hostname name or address by which clients reach the relay
 */
export function relayUrls(hostname: string, { port, tlsPort }: RelayListenPorts): readonly string[] {
  const isBare = familyOf(hostname) === 6 && !hostname.startsWith('[');
  const host = isBare ? `[${hostname}]` : hostname;
  const plain = [
    `stun:${host}:${port}`,
    `turn:${host}:${port}?transport=udp`,
    `turn:${host}:${port}?transport=tcp`,
  ];
  return tlsPort === undefined ? plain : [...plain, `turns:${host}:${tlsPort}?transport=tcp`];
}

function portsOf({ port, secondPort, tlsPort }: RelayListenPorts): RelayListenPorts {
  return { port, secondPort, tlsPort };
}

/** URLs of the second UDP port, which calls do not use; empty if there is none. */
export function secondPortUrls(hostname: string, { secondPort }: RelayListenPorts): readonly string[] {
  if (secondPort === undefined) return [];
  return relayUrls(hostname, { port: secondPort, tlsPort: undefined }).filter((url) => !url.endsWith('=tcp'));
}

/**
 * Starts a TURN relay (RFC 8656) in this process.
 *
 * @throws RangeError for invalid options, or the system's error if no port can be opened
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const settings = withDefaults(options);
  const { clock, lifetimes, quotas } = settings;
  const addresses = new HostAddresses(settings.host, settings.externalIp, readHostAddresses);
  const context = createContext(settings, addresses);
  const { counters, table, reservations, grants } = context;
  const handler = new RequestHandler(context);
  const connections = new ConnectionLimiter(quotas, lifetimes.unprovenConnectionMs);
  const listeners = await openListeners(settings, addresses, {
    handler,
    counters,
    connections,
    idleMs: lifetimes.idleConnectionMs,
    handshakeMs: lifetimes.unprovenConnectionMs,
    onDisconnect: (allocation) => table.remove(allocation, 'disconnected', clock.nowMs()),
  });
  const sweeping = setInterval(() => {
    table.sweep(clock.nowMs(), lifetimes.unusedMs);
    reservations.sweep(clock.nowMs());
    context.bandwidth.sweep(clock.nowMs());
    grants.sweep(clock.unixSeconds());
    handler.sweep();
  }, sweepMs);
  const refreshing = setInterval(() => {
    addresses.refresh();
    context.filter.setHostAddresses(addresses.own());
    void listeners.addNewAddresses();
  }, addressRefreshMs);
  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    clearInterval(refreshing);
    const closing = listeners.close();
    table.clear(clock.nowMs());
    reservations.clear();
    connections.closeAll();
    await closing;
  };
  return {
    ...portsOf(listeners),
    credentials: (userId, ttlSeconds) =>
      turnCredentials(settings.secret, userId, ttlSeconds, clock.unixSeconds()),
    grant: (username, group) => {
      grants.add(username, group);
      table.assign(username, group);
    },
    endGroup: (group) => {
      grants.end(group);
      table.endGroup(group, clock.nowMs());
    },
    setCertificate: listeners.setCertificate,
    stats: () => ({
      ...counters,
      allocations: table.size,
      reservations: reservations.size,
      connections: connections.size,
    }),
    close,
  };
}
