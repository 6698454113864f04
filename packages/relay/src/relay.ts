import { AddressBook } from './address/addressBook.ts';
import { readHostAddresses } from './address/hostAddresses.ts';
import { familyOf } from './address/ip.ts';
import { PeerFilter } from './address/peerFilter.ts';
import { Quota } from './allocation/quota.ts';
import { RelayPorts } from './allocation/portAllocator.ts';
import { Reservations } from './allocation/reservations.ts';
import { AllocationTable } from './allocation/allocationTable.ts';
import { turnCredentials, type TurnCredentials } from './auth/credentials.ts';
import { NonceMint } from './auth/nonce.ts';
import { withDefaults, type RelayOptions, type RelaySettings } from './core/options.ts';
import type { RelayContext } from './requests/turnRequest.ts';
import { Reception } from './requests/requestHandler.ts';
import { newCounters, type RelayStats } from './core/stats.ts';
import { Switchboard } from './allocation/packetForwarder.ts';
import { openDoors } from './transport/listeners.ts';
import { openRelaySocket } from './transport/relaySocket.ts';
import { ConnectionDoor } from './transport/streamListener.ts';

/** How often what is expired is freed; it stops counting at its very moment anyway. */
const sweepMs = 1000;
/** How often the machine's addresses are read again: a laptop that changes networks is reachable after this. */
const followMs = 5000;

/** A relay at work. */
export interface Relay extends RelayListenPorts {
  /** Credentials for a user, good for new allocations during `ttlSeconds`. */
  readonly credentials: (userId: string, ttlSeconds: number) => TurnCredentials;
  readonly stats: () => RelayStats;
  /** Ends all allocations and frees all ports. */
  readonly close: () => Promise<void>;
}

function contextOf(settings: RelaySettings, addresses: AddressBook): RelayContext {
  const { clock, lifetimes, quotas, secret, realm, onEvent } = settings;
  const counters = newCounters();
  const filter = new PeerFilter(settings.allowPeers);
  filter.setHostAddresses(addresses.own());
  const table = new AllocationTable(onEvent);
  return {
    clock,
    lifetimes,
    quotas,
    guard: { secret, realm, nonces: new NonceMint(clock, lifetimes.nonceMs) },
    addresses,
    filter,
    table,
    quota: new Quota(quotas),
    ports: new RelayPorts(settings.minPort, settings.maxPort, openRelaySocket),
    reservations: new Reservations(),
    switchboard: new Switchboard(clock, table, filter, counters),
    counters,
    tell: onEvent,
  };
}

/** Where a relay listens. */
export interface RelayListenPorts {
  /** For UDP and TCP. */
  readonly port: number;
  readonly tlsPort: number | undefined;
}

/**
 * What goes into a browser's `iceServers`, for a host name or address by which clients reach the relay's machine: URLs by
 * RFC 7064 and RFC 7065, first what is cheapest.
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

/**
 * Starts a TURN relay (RFC 8656) in this process.
 *
 * @throws RangeError for options that cannot be meant, or the system's error if no port can be had
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const settings = withDefaults(options);
  const { clock, lifetimes, quotas } = settings;
  const addresses = new AddressBook(settings.host, settings.externalIp, readHostAddresses);
  const context = contextOf(settings, addresses);
  const { counters, table, reservations } = context;
  const reception = new Reception(context);
  const door = new ConnectionDoor(quotas);
  const doors = await openDoors(settings, addresses, {
    reception,
    counters,
    door,
    idleMs: lifetimes.idleConnectionMs,
    leave: (allocation) => table.remove(allocation, 'disconnected', clock.nowMs()),
  });
  const sweeping = setInterval(() => {
    table.sweep(clock.nowMs());
    reservations.sweep(clock.nowMs());
    reception.sweep();
  }, sweepMs);
  const following = setInterval(() => {
    addresses.refresh();
    context.filter.setHostAddresses(addresses.own());
    void doors.follow();
  }, followMs);
  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    clearInterval(following);
    const closing = doors.close();
    table.clear(clock.nowMs());
    reservations.clear();
    door.clear();
    await closing;
  };
  return {
    port: doors.port,
    tlsPort: doors.tlsPort,
    credentials: (userId, ttlSeconds) =>
      turnCredentials(settings.secret, userId, ttlSeconds, clock.unixSeconds()),
    stats: () => ({
      ...counters,
      allocations: table.size,
      reservations: reservations.size,
      connections: door.size,
    }),
    close,
  };
}
