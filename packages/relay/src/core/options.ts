import { parseRange } from '../address/ranges.ts';
import { canonicalIp } from '../address/ip.ts';
import { defaultLifetimes, defaultQuotas, type Lifetimes, type Quotas } from './limits.ts';
import type { RelayEvent } from './stats.ts';

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** The relay's options. Only the secret is required. */
export interface RelayOptions {
  /** Shared with the service that issues credentials. */
  readonly secret: string;
  /** Sent to clients; at most 64 bytes. */
  readonly realm?: string;
  /** Where to listen: one address, `0.0.0.0` for all of IPv4, or `::` (the default) for all. */
  readonly host?: string;
  /** The port for UDP and TCP: 3478 by default, or the next free one. 0 lets the system choose. */
  readonly port?: number;
  /** With a certificate the relay also serves TLS, at port 5349 or the next free one. */
  readonly tls?: Certificate & { readonly port?: number };
  /** The range of relayed ports. */
  readonly minPort?: number;
  readonly maxPort?: number;
  /** The public address of this machine, if it is behind NAT. */
  readonly externalIp?: string;
  /** Ranges such as `10.0.0.0/8` that may be peers although they are not on the public internet. */
  readonly allowPeers?: readonly string[];
  readonly quotas?: Partial<Quotas>;
  readonly lifetimes?: Partial<Lifetimes>;
  /** Called for each event, for logs and metrics. */
  readonly onEvent?: (event: RelayEvent) => void;
  readonly clock?: Clock;
}

/** Options with their defaults. */
export interface RelaySettings {
  readonly secret: string;
  readonly realm: string;
  readonly host: string;
  readonly port: number;
  readonly tls: (Certificate & { readonly port: number }) | undefined;
  readonly minPort: number;
  readonly maxPort: number;
  readonly externalIp: string | undefined;
  readonly allowPeers: readonly string[];
  readonly quotas: Quotas;
  readonly lifetimes: Lifetimes;
  readonly onEvent: (event: RelayEvent) => void;
  readonly clock: Clock;
}

/** A response to an unauthenticated client has at most 160 bytes, which leaves this much for the realm. */
const maxRealmBytes = 64;

/**
 * Fills in the defaults. Relayed ports are IANA's dynamic ports (RFC 6335), as RFC 8656, section 7.2 recommends.
 *
 * @throws RangeError for invalid options, with a message for the person who set them
 */
export function withDefaults(options: RelayOptions): RelaySettings {
  const settings: RelaySettings = {
    secret: options.secret,
    realm: options.realm ?? 'ringback',
    host: options.host ?? '::',
    port: options.port ?? 3478,
    tls: options.tls === undefined ? undefined : { ...options.tls, port: options.tls.port ?? 5349 },
    minPort: options.minPort ?? 49_152,
    maxPort: options.maxPort ?? 65_535,
    externalIp: options.externalIp,
    allowPeers: options.allowPeers ?? [],
    quotas: { ...defaultQuotas, ...options.quotas },
    lifetimes: { ...defaultLifetimes, ...options.lifetimes },
    onEvent: options.onEvent ?? (() => {}),
    clock: options.clock ?? systemClock,
  };
  checkSettings(settings);
  return settings;
}

function checkSettings({
  secret,
  realm,
  host,
  minPort,
  maxPort,
  externalIp,
  allowPeers,
}: RelaySettings): void {
  if (secret === '') throw new RangeError('The relay needs a secret.');
  if (realm === '' || Buffer.byteLength(realm) > maxRealmBytes) {
    throw new RangeError(`The realm must have 1 to ${maxRealmBytes} bytes.`);
  }
  for (const address of [host, ...(externalIp === undefined ? [] : [externalIp])]) {
    if (canonicalIp(address) === undefined) throw new RangeError(`"${address}" is no IP address.`);
  }
  if (!(minPort >= 1 && minPort <= maxPort && maxPort <= 65_535)) {
    throw new RangeError(`The relayed ports ${minPort} to ${maxPort} are no range of ports.`);
  }
  for (const range of allowPeers) parseRange(range);
}

/** The relay's source of time, which tests replace. */
export interface Clock {
  /** Monotonic milliseconds, so that a change of the wall clock does not affect lifetimes. */
  readonly nowMs: () => number;
  /** Seconds since 1970, compared with the expiry in user names. */
  readonly unixSeconds: () => number;
}

/** The system's clocks. */
const systemClock: Clock = {
  nowMs: () => performance.now(),
  unixSeconds: () => Math.floor(Date.now() / 1000),
};
