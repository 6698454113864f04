/** Lifetimes in ms. */
export interface Lifetimes {
  /** The default and minimum lifetime of an allocation (RFC 8656, section 7.2). */
  readonly allocationMs: number;
  /** The longest lifetime that a client can request. */
  readonly maxAllocationMs: number;
  readonly permissionMs: number;
  readonly channelMs: number;
  /** How long the next port stays reserved for a second allocation. */
  readonly reservationMs: number;
  /** After this a client has to use a new nonce. */
  readonly nonceMs: number;
  /** How long an allocation may have no permission, so that it can carry nothing. */
  readonly unusedMs: number;
  /** How long a connection without an allocation may be idle. */
  readonly idleConnectionMs: number;
  /** How long a connection may stay without an allocation, however busy it is. */
  readonly unprovenConnectionMs: number;
}

/** RFC 8656, sections 3.2, 7.2, 9, 12 and 18.7; the nonce lifetime is the usual one of coturn. */
export const defaultLifetimes: Lifetimes = {
  allocationMs: 600_000,
  maxAllocationMs: 3_600_000,
  permissionMs: 300_000,
  channelMs: 600_000,
  reservationMs: 30_000,
  nonceMs: 600_000,
  // A browser creates permissions within seconds; this outlasts a call that rings.
  unusedMs: 120_000,
  // A client allocates within three round trips.
  idleConnectionMs: 5_000,
  unprovenConnectionMs: 10_000,
};

/** Upper bounds on everything that grows with clients. */
export interface Quotas {
  /** Allocations of one user. Gathering takes one per TURN URL and network interface, so below 24 honest users fail. */
  readonly perUser: number;
  /** Allocations from one address or IPv6 /64, which may be the NAT of an office. */
  readonly perAddress: number;
  /** Allocations of all users. Each holds a socket. */
  readonly total: number;
  /** Bytes per second of one user in each direction, over all allocations. */
  readonly bytesPerSecondPerUser: number;
  /** Bytes per second that come in from clients and peers, over all users. */
  readonly bytesPerSecond: number;
  readonly permissionsPerAllocation: number;
  readonly channelsPerAllocation: number;
  /** TCP and TLS connections in total. */
  readonly connections: number;
  /** TCP and TLS connections from one address, which may be the NAT of an office. */
  readonly connectionsPerAddress: number;
  /** TCP and TLS connections without an allocation, in total. */
  readonly unprovenConnections: number;
  /** Responses per second to one source that has not authenticated. */
  readonly responsesPerSecond: number;
}

/** Enough for a few hundred calls, in about 100 MB at worst. */
export const defaultQuotas: Quotas = {
  perUser: 32,
  perAddress: 250,
  total: 1000,
  // Browsers send at most 2.5 (Chromium) to 10 Mbit/s (Firefox, 1080p), and for a moment over two links.
  bytesPerSecondPerUser: 15e6 / 8,
  // About what one thread can forward.
  bytesPerSecond: 500e6 / 8,
  permissionsPerAllocation: 64,
  channelsPerAllocation: 64,
  connections: 1000,
  connectionsPerAddress: 200,
  unprovenConnections: 400,
  responsesPerSecond: 20,
};

/** The lifetime of an allocation for the requested number of seconds (RFC 8656, section 7.2). */
export function grantedLifetimeMs(requestedSeconds: number | undefined, lifetimes: Lifetimes): number {
  const requestedMs = (requestedSeconds ?? 0) * 1000;
  return Math.max(lifetimes.allocationMs, Math.min(requestedMs, lifetimes.maxAllocationMs));
}
