/** How long things last, in ms. */
export interface Lifetimes {
  /** An allocation that asks for nothing else, and the least one gets (RFC 8656, section 7.2). */
  readonly allocationMs: number;
  /** The most an allocation may ask for. */
  readonly mostAllocationMs: number;
  readonly permissionMs: number;
  readonly channelMs: number;
  /** A port kept for a second allocation. */
  readonly reservationMs: number;
  /** After it a client is asked to take a new nonce. */
  readonly nonceMs: number;
  /** A connection on which nothing is allocated. */
  readonly idleConnectionMs: number;
}

/** RFC 8656, sections 3.2, 7.2, 9, 12 and 18.7; the nonce lives as long as coturn's usually does. */
export const defaultLifetimes: Lifetimes = {
  allocationMs: 600_000,
  mostAllocationMs: 3_600_000,
  permissionMs: 300_000,
  channelMs: 600_000,
  reservationMs: 30_000,
  nonceMs: 600_000,
  idleConnectionMs: 30_000,
};

/** How much of everything there may be. */
export interface Quotas {
  /** Allocations of one user. One gathering takes one for each TURN URL and network: below 24 honest users fail. */
  readonly perUser: number;
  /** Allocations of all. Each holds a socket. */
  readonly total: number;
  readonly permissionsPerAllocation: number;
  readonly channelsPerAllocation: number;
  /** TCP and TLS connections of all. */
  readonly connections: number;
  /** TCP and TLS connections from one address, behind which may be an office. */
  readonly connectionsPerAddress: number;
  /** Answers a second to one source that has not proved who it is. */
  readonly answersPerSecond: number;
}

/** Enough for a few hundred calls; at most about 100 MB in the worst case. */
export const defaultQuotas: Quotas = {
  perUser: 32,
  total: 1000,
  permissionsPerAllocation: 64,
  channelsPerAllocation: 64,
  connections: 1000,
  connectionsPerAddress: 200,
  answersPerSecond: 20,
};

/** How long an allocation lives that asked for so many seconds (RFC 8656, section 7.2). */
export function grantedLifetimeMs(wantedSeconds: number | undefined, lifetimes: Lifetimes): number {
  const wantedMs = (wantedSeconds ?? 0) * 1000;
  return Math.max(lifetimes.allocationMs, Math.min(wantedMs, lifetimes.mostAllocationMs));
}
