import { parseRange } from '../address/ranges.ts';
import { canonicalIp } from '../address/ip.ts';
import { defaultLifetimes, defaultQuotas, type Lifetimes, type Quotas } from './limits.ts';
import type { RelayEvent } from './stats.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Certificate } from '../transport/streamListener.ts';

/** How the relay is set up. All but the secret has a default. */
export interface RelayOptions {
  /** Shared with whoever hands out credentials. */
  readonly secret: string;
  /** Named to clients, at most 64 bytes. */
  readonly realm?: string;
  /** Where to listen: one address, `0.0.0.0` for all of IPv4, or `::` (the default) for all. */
  readonly host?: string;
  /** For UDP and TCP: 3478, or the next free one. 0 lets the system choose. */
  readonly port?: number;
  /** Given a certificate, TLS is served too, at port 5349 or the next free one. */
  readonly tls?: Certificate & { readonly port?: number };
  /** The range of relayed ports. */
  readonly minPort?: number;
  readonly maxPort?: number;
  /** The address by which the world reaches this machine, where a router translates it. */
  readonly externalIp?: string;
  /** Ranges like `10.0.0.0/8` whose hosts may be peers, although they are not on the public internet. */
  readonly allowPeers?: readonly string[];
  readonly quotas?: Partial<Quotas>;
  readonly lifetimes?: Partial<Lifetimes>;
  /** Told what happens, for logs and metrics. */
  readonly onEvent?: (event: RelayEvent) => void;
  readonly clock?: Clock;
}

/** Options with every default filled in. */
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

/** What an answer before authentication may hold, 160 bytes in all, leaves this much for the realm. */
const mostRealmBytes = 64;

/**
 * Fills in the defaults. Relayed ports are IANA's dynamic ones (RFC 6335), as RFC 8656, section 7.2 recommends.
 *
 * @throws RangeError for what cannot be meant, in words for whoever set it
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
  if (realm === '' || Buffer.byteLength(realm) > mostRealmBytes) {
    throw new RangeError(`The realm must have 1 to ${mostRealmBytes} bytes.`);
  }
  for (const address of [host, ...(externalIp === undefined ? [] : [externalIp])]) {
    if (canonicalIp(address) === undefined) throw new RangeError(`"${address}" is no IP address.`);
  }
  if (!(minPort >= 1 && minPort <= maxPort && maxPort <= 65_535)) {
    throw new RangeError(`The relayed ports ${minPort} to ${maxPort} are no range of ports.`);
  }
  for (const range of allowPeers) parseRange(range);
}
