import { fileURLToPath } from 'node:url';
import { bounds, defaultLimits, defaultTimeouts, type Limits, type Timeouts } from '@ringback/protocol';
import * as v from 'valibot';
import { isLoopback } from '../platform/addresses.ts';
import { logLevels, type LogLevel } from '../platform/log.ts';
import {
  count,
  duration,
  hostName,
  ipAddress,
  listeningPort,
  proxies,
  ranges,
  text,
  turnUrls,
  whole,
  wholeOrNone,
} from './configValues.ts';

/** How guests may come in; what each means for a public host stands in the README. */
export type Guests = 'open' | 'on' | 'off';

/** How calls get through where no direct path is found. */
export type RelayConfig =
  | { readonly kind: 'none' }
  /** TURN servers that share a secret with this one. */
  | { readonly kind: 'turn'; readonly urls: readonly string[]; readonly secret: string }
  | OwnRelayConfig;

/** A relay inside this server. */
export interface OwnRelayConfig {
  readonly kind: 'own';
  /** What becomes of the server if the relay cannot start: whoever asked for one by name must not go without unknowingly. */
  readonly onFailure: 'stop' | 'goOn';
  /** Where it listens, as `HOST` says it. */
  readonly listen: string;
  /** The next free one if it is taken; 0 takes any. */
  readonly port: number;
  /** Used where there is a certificate. */
  readonly tlsPort: number;
  readonly minPort: number;
  readonly maxPort: number;
  /** The name put into URLs; without one, that by which the browser reached the app. */
  readonly name: string | undefined;
  readonly externalIp: string | undefined;
  readonly allowPeers: readonly string[];
}

/** Everything that a host can decide. Times are in ms. */
export interface Config {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Where the built app is served from. */
  readonly webDir: string;
  readonly guests: Guests;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly relay: RelayConfig;
  /** Whether browsers whose tabs are closed are woken up over their push services. */
  readonly push: 'on' | 'off';
  /** Ranges of addresses where a push service may be although they are not public. */
  readonly pushAllow: readonly string[];
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** How many proxies stand before this server, whose `X-Forwarded-…` headers are believed. */
  readonly proxies: number;
  /** How many bytes all notes may have together. */
  readonly noteRoom: number;
  readonly logLevel: LogLevel;
  /** How long a socket may stay without saying hello. */
  readonly helloMs: number;
  /** Interval and timeout of the pings of a socket. */
  readonly pingMs: number;
}

/** A setting that cannot be used; its message is for the person who set it. */
export class ConfigError extends Error {}

const Environment = v.object({
  HOST: v.optional(text, '127.0.0.1'),
  PORT: whole(3000, 0, 65_535),
  DATA_DIR: v.optional(text),
  GUESTS: v.optional(v.picklist(['open', 'on', 'off'], 'must be open, on or off')),
  RING_TIMEOUT_MS: duration(defaultTimeouts.ringMs),
  CONNECT_TIMEOUT_MS: duration(defaultTimeouts.connectMs),
  RECONNECT_TIMEOUT_MS: duration(defaultTimeouts.reconnectMs),
  REJOIN_TIMEOUT_MS: duration(defaultTimeouts.rejoinMs),
  CALLER_GONE_TIMEOUT_MS: duration(defaultTimeouts.callerGoneMs),
  ABANDONED_TIMEOUT_MS: duration(defaultTimeouts.abandonedMs),
  SIGNINS_PER_MINUTE: count(defaultLimits.signInsPerMinute),
  PLACES_PER_MINUTE: count(defaultLimits.placesPerMinute),
  PLACES_PER_MINUTE_PER_PAIR: count(defaultLimits.placesPerMinutePerPair),
  REQUESTS_PER_SECOND: count(defaultLimits.requestsPerSecond),
  REQUEST_BURST: count(defaultLimits.requestBurst),
  SIGNAL_BYTES_PER_SECOND: count(defaultLimits.signalBytesPerSecond),
  SOCKETS_PER_USER: count(defaultLimits.socketsPerUser),
  SOCKETS_PER_ADDRESS: count(defaultLimits.socketsPerAddress),
  ICE_REQUESTS_PER_MINUTE: count(defaultLimits.iceRequestsPerMinute),
  MESSAGES_PER_MINUTE: count(defaultLimits.messagesPerMinute),
  PROFILE_CHANGES_PER_MINUTE: count(defaultLimits.profileChangesPerMinute),
  TURN_URLS: v.optional(turnUrls, ''),
  TURN_SECRET: v.optional(text),
  RELAY: v.optional(v.picklist(['on', 'off'], 'must be on or off')),
  RELAY_LISTEN: v.optional(hostName),
  RELAY_PORT: v.optional(listeningPort),
  RELAY_TLS_PORT: v.optional(listeningPort),
  RELAY_MIN_PORT: v.optional(wholeOrNone(1, 65_535)),
  RELAY_MAX_PORT: v.optional(wholeOrNone(1, 65_535)),
  RELAY_HOST: v.optional(hostName),
  RELAY_EXTERNAL_IP: v.optional(ipAddress),
  RELAY_ALLOW_PEERS: v.optional(ranges, ''),
  PUSH: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'on'),
  PUSH_ALLOW_ADDRESSES: v.optional(ranges, ''),
  TLS_CERT: v.optional(text),
  TLS_KEY: v.optional(text),
  TRUST_PROXY: v.optional(proxies, '0'),
  NOTES_MEGABYTES: whole(1_000, 0, 1_000_000),
  LOG_LEVEL: v.optional(v.picklist(logLevels, `must be one of ${logLevels.join(', ')}`), 'info'),
});
type Environment = v.InferOutput<typeof Environment>;

/**
 * Reads the settings from the environment.
 * @throws {ConfigError} with a sentence for each value that cannot be used; no value is repeated, for some are secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = v.safeParse(Environment, withoutEmpty(env));
  if (!parsed.success) throw new ConfigError(parsed.issues.map(sentence).join('\n'));
  const settings = parsed.output;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.DATA_DIR ?? fileURLToPath(new URL('../../../../.data', import.meta.url)),
    webDir: fileURLToPath(new URL('../../../web/dist', import.meta.url)),
    guests: settings.GUESTS ?? (isLoopback(settings.HOST) ? 'open' : 'on'),
    timeouts: timeoutsOf(settings),
    limits: limitsOf(settings),
    relay: relayOf(settings),
    push: settings.PUSH,
    pushAllow: settings.PUSH_ALLOW_ADDRESSES,
    tls: tlsOf(settings),
    proxies: settings.TRUST_PROXY,
    noteRoom: settings.NOTES_MEGABYTES * 1024 * 1024,
    logLevel: settings.LOG_LEVEL,
    helloMs: bounds.helloMs,
    pingMs: bounds.pingMs,
  };
}

/** A variable that is set to nothing counts as not set, as in most programs. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '').trim() !== '');
  return Object.fromEntries(set);
}

function sentence(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'The environment'} ${issue.message}.`.replace(/\.\d+ /, ' ');
}

function timeoutsOf(settings: Environment): Timeouts {
  return {
    ringMs: settings.RING_TIMEOUT_MS,
    connectMs: settings.CONNECT_TIMEOUT_MS,
    callerGoneMs: settings.CALLER_GONE_TIMEOUT_MS,
    rejoinMs: settings.REJOIN_TIMEOUT_MS,
    reconnectMs: settings.RECONNECT_TIMEOUT_MS,
    abandonedMs: settings.ABANDONED_TIMEOUT_MS,
  };
}

function limitsOf(settings: Environment): Limits {
  return {
    placesPerMinute: settings.PLACES_PER_MINUTE,
    placesPerMinutePerPair: settings.PLACES_PER_MINUTE_PER_PAIR,
    signInsPerMinute: settings.SIGNINS_PER_MINUTE,
    requestsPerSecond: settings.REQUESTS_PER_SECOND,
    requestBurst: settings.REQUEST_BURST,
    signalBytesPerSecond: settings.SIGNAL_BYTES_PER_SECOND,
    socketsPerUser: settings.SOCKETS_PER_USER,
    socketsPerAddress: settings.SOCKETS_PER_ADDRESS,
    iceRequestsPerMinute: settings.ICE_REQUESTS_PER_MINUTE,
    messagesPerMinute: settings.MESSAGES_PER_MINUTE,
    profileChangesPerMinute: settings.PROFILE_CHANGES_PER_MINUTE,
  };
}

/** Servers elsewhere take the place of the own relay. */
function relayOf(settings: Environment): RelayConfig {
  const { TURN_URLS: urls, TURN_SECRET: secret, RELAY: wish } = settings;
  if (urls.length > 0) {
    if (secret === undefined) throw new ConfigError('TURN_URLS is set, but TURN_SECRET is missing.');
    return { kind: 'turn', urls, secret };
  }
  if (secret !== undefined)
    throw new ConfigError('TURN_SECRET is set, but TURN_URLS does not say where to use it.');
  return wish === 'off' ? { kind: 'none' } : ownRelayOf(settings);
}

/** Ports as their registries have them: 3478 and 5349 are TURN's, 49152-65535 nobody's (RFC 6335). */
function ownRelayOf(settings: Environment): OwnRelayConfig {
  const { RELAY_MIN_PORT: minPort = 49_152, RELAY_MAX_PORT: maxPort = 65_535 } = settings;
  if (minPort > maxPort)
    throw new ConfigError(`RELAY_MIN_PORT is ${minPort}, which is above RELAY_MAX_PORT, ${maxPort}.`);
  return {
    kind: 'own',
    onFailure: isRelayNamed(settings) ? 'stop' : 'goOn',
    listen: settings.RELAY_LISTEN ?? settings.HOST,
    port: settings.RELAY_PORT ?? 3478,
    tlsPort: settings.RELAY_TLS_PORT ?? 5349,
    minPort,
    maxPort,
    name: settings.RELAY_HOST,
    externalIp: settings.RELAY_EXTERNAL_IP,
    allowPeers: settings.RELAY_ALLOW_PEERS,
  };
}

/** Whether anything about the relay was set. */
function isRelayNamed({ RELAY_ALLOW_PEERS: peers, ...others }: Environment): boolean {
  return (
    peers.length > 0 ||
    Object.entries(others).some(([key, value]) => key.startsWith('RELAY') && value !== undefined)
  );
}

function tlsOf({ TLS_CERT: cert, TLS_KEY: key }: Environment): Config['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new ConfigError('TLS_KEY is set, but TLS_CERT is missing.');
  if (key === undefined) throw new ConfigError('TLS_CERT is set, but TLS_KEY is missing.');
  return { cert, key };
}
