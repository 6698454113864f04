import { fileURLToPath } from 'node:url';
import { bounds, defaultLimits, type HostInfo, type Limits, type Timeouts } from '@ringback/protocol';
import * as v from 'valibot';
import { isLoopback } from '../platform/addresses.ts';
import type { LogLevel } from '../platform/log.ts';
import { Environment } from './environment.ts';

/** `open`: a name is enough to sign in. `on`: a name is reserved for the browser that first used it. */
export type Guests = 'open' | 'on' | 'off';

/** The relay for calls without a direct route. */
export type RelayConfig =
  | { readonly kind: 'none' }
  /** TURN servers elsewhere, which share a secret with this server. */
  | { readonly kind: 'turn'; readonly urls: readonly string[]; readonly secret: string }
  | OwnRelayConfig;

/** The relay that this server runs itself. */
export interface OwnRelayConfig {
  readonly kind: 'own';
  /** If the relay cannot start: `stop` the server if any relay setting was set, otherwise `goOn` without a relay. */
  readonly onFailure: 'stop' | 'goOn';
  /** The address to listen on, in the form of `HOST`. */
  readonly listen: string;
  /** If it is taken, the next free one; 0 takes any. */
  readonly port: number;
  /** Used only with a certificate. */
  readonly tlsPort: number;
  readonly minPort: number;
  readonly maxPort: number;
  /** The host name in the URLs for browsers; undefined for the one by which the browser reached the app. */
  readonly name: string | undefined;
  readonly externalIp: string | undefined;
  readonly allowPeers: readonly string[];
  readonly limits: RelayLimits;
}

/** What the relay may hold and forward; see `docs/configuration.md`. */
export interface RelayLimits {
  readonly kbpsPerCall: number;
  readonly mbps: number;
  readonly allocations: number;
  readonly allocationsPerUser: number;
  readonly allocationsPerAddress: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** A provider of OpenID Connect. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says. */
  readonly name: string;
}

/** How long parts of an HTTP request may take, in ms. */
interface HttpTimeouts {
  /** Until all headers are there, also for the agreement on a TLS session. */
  readonly headersMs: number;
  /** How often headers and whole requests are checked for being late. */
  readonly checkMs: number;
  /** How long nothing may move in the middle of a request. */
  readonly silenceMs: number;
  readonly requestMs: number;
}

/**
 * Headers take one packet, and all bodies are small or come in small parts, so what takes longer is broken or malicious.
 * Together with the interval of the checks, late headers end within 5 s.
 */
const usualHttpTimeouts: HttpTimeouts = {
  headersMs: 4_000,
  checkMs: 500,
  silenceMs: 10_000,
  requestMs: 30_000,
};

/** The configuration of a server. Times are in ms. */
export interface Config {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** The directory of the built web app. */
  readonly webDir: string;
  readonly guests: Guests;
  /** So many calls to a stranger may stay unanswered in ten minutes; 0: any number. */
  readonly nuisanceCalls: number;
  /** `invite`: becoming an account needs an invitation. */
  readonly accountsMode: 'open' | 'invite';
  /** The provider of OpenID Connect, if one is set up. */
  readonly oidc: OidcConfig | undefined;
  /** Whether people with an account may make invitations. */
  readonly invitesByMembers: boolean;
  /** The addresses of the app in browsers, as origins. Empty: this machine's names, all IP addresses, and `host`. */
  readonly publicUrls: readonly string[];
  readonly hostInfo: HostInfo;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly relay: RelayConfig;
  /** How long the relay forwards after a call has ended. */
  readonly relayAfterCallMs: number;
  /** Whether browsers with closed tabs get push messages. */
  readonly push: 'on' | 'off';
  /** Address ranges of push services that are allowed although they are not public. */
  readonly pushAllow: readonly string[];
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** The number of reverse proxies in front of this server, whose `X-Forwarded-*` headers are trusted. */
  readonly proxies: number;
  /** After so many days without a visit a guest is forgotten. */
  readonly guestDays: number;
  /** For so many days the audit log keeps what happened. */
  readonly auditDays: number;
  /** Opens the host's desk in a browser; undefined: it is not served. */
  readonly adminToken: string | undefined;
  /** Opens `/metrics`; undefined: only for this machine. */
  readonly metricsToken: string | undefined;
  /** Messages and notes that are older are deleted; undefined keeps them. */
  readonly messagesDays: number | undefined;
  /** The same for calls and histories. */
  readonly historyDays: number | undefined;
  /** How many bytes all messages of one sender may have together. */
  readonly textRoom: number;
  /** How many bytes all notes may have together. */
  readonly noteRoom: number;
  readonly logLevel: LogLevel;
  /** How long a socket may stay open without a hello. */
  readonly helloMs: number;
  readonly httpTimeouts: HttpTimeouts;
  /** Interval and timeout of a socket's pings. */
  readonly pingMs: number;
}

/** A variable has a value that cannot be used. The message is for the person who set it. */
export class ConfigError extends Error {}

/**
 * Reads the configuration from environment variables.
 * @throws {ConfigError} with a sentence for each value that cannot be used, without the value, which may be secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = v.safeParse(Environment, withoutEmpty(env));
  if (!parsed.success) throw new ConfigError(parsed.issues.map(describeIssue).join('\n'));
  const settings = parsed.output;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.DATA_DIR ?? fileURLToPath(new URL('../../../../.data', import.meta.url)),
    webDir: fileURLToPath(new URL('../../../web/dist', import.meta.url)),
    guests: guestsOf(settings),
    nuisanceCalls: settings.NUISANCE_CALLS ?? (guestsOf(settings) === 'open' ? 0 : defaultNuisanceCalls),
    accountsMode: settings.ACCOUNTS,
    oidc: oidcOf(settings),
    invitesByMembers: settings.INVITES_BY_MEMBERS === 'yes',
    publicUrls: settings.PUBLIC_URL.map((url) => new URL(url).origin),
    hostInfo: hostInfoOf(settings),
    timeouts: timeoutsOf(settings),
    limits: limitsOf(settings),
    relay: relayOf(settings),
    relayAfterCallMs: settings.RELAY_AFTER_CALL_MS ?? defaultRelayAfterCallMs,
    push: settings.PUSH,
    pushAllow: settings.PUSH_ALLOW_ADDRESSES,
    tls: tlsOf(settings),
    proxies: settings.TRUST_PROXY,
    guestDays: settings.GUEST_DAYS,
    auditDays: settings.AUDIT_DAYS,
    adminToken: settings.ADMIN_TOKEN,
    metricsToken: settings.METRICS_TOKEN,
    messagesDays: settings.MESSAGES_DAYS,
    historyDays: settings.HISTORY_DAYS,
    textRoom: settings.MESSAGE_MEGABYTES_PER_USER * 1024 * 1024,
    noteRoom: settings.NOTES_MEGABYTES * 1024 * 1024,
    logLevel: settings.LOG_LEVEL,
    helloMs: bounds.helloMs,
    httpTimeouts: usualHttpTimeouts,
    pingMs: bounds.pingMs,
  };
}

/** The directory in which npm was started; npm itself runs scripts in the top directory. */
export function workingDirectory(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env['INIT_CWD'] ?? process.cwd();
}

/** An empty variable counts as not set. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '').trim() !== '');
  return Object.fromEntries(set);
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'The environment'} ${issue.message}.`.replace(/\.\d+ /, ' ');
}

/** With `open`, a name is all it takes to read the person's history, so others than the host must not come in by accident. */
/** As people know it from other phones: the fourth call in ten minutes is no accident. */
const defaultNuisanceCalls = 3;

function guestsOf(settings: Environment): Guests {
  const { GUESTS: guests, GUESTS_OPEN_IN_PUBLIC: confirmed } = settings;
  const reach = reachOf(settings);
  if (guests === 'open' && reach !== undefined && confirmed === 'no')
    throw new ConfigError(
      `GUESTS=open lets anyone in as anyone, and ${reach}. Set GUESTS=on, or confirm it with GUESTS_OPEN_IN_PUBLIC=yes.`,
    );
  return guests ?? (reach === undefined ? 'open' : 'on');
}

/** Why others than this machine can reach the server; undefined if they cannot. */
function reachOf({ HOST: host, TRUST_PROXY: proxies, TLS_CERT, TLS_KEY }: Environment): string | undefined {
  if (!isLoopback(host)) return 'HOST is not only this machine';
  if (proxies > 0) return 'TRUST_PROXY says that a proxy passes on requests';
  return (TLS_CERT ?? TLS_KEY) === undefined ? undefined : 'TLS_CERT says that it is public';
}

function oidcOf(settings: Environment): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new ConfigError('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET need each other.');
  return { issuer, clientId, clientSecret, name: settings.OIDC_NAME ?? new URL(issuer).hostname };
}

function hostInfoOf(settings: Environment): HostInfo {
  const { HOST_CONTACT: contact, PRIVACY_URL: privacyUrl, IMPRINT_URL: imprintUrl } = settings;
  return {
    ...(contact !== undefined && { contact }),
    ...(privacyUrl !== undefined && { privacyUrl }),
    ...(imprintUrl !== undefined && { imprintUrl }),
  };
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
  const scale = budgetScale(settings);
  return {
    placesPerMinute: settings.PLACES_PER_MINUTE,
    placesPerMinutePerPair: settings.PLACES_PER_MINUTE_PER_PAIR,
    signInsPerMinute: settings.SIGNINS_PER_MINUTE,
    requestsPerSecond: settings.REQUESTS_PER_SECOND,
    requestBurst: settings.REQUEST_BURST,
    signalBytesPerSecond: settings.SIGNAL_BYTES_PER_SECOND,
    socketsPerUser: settings.SOCKETS_PER_USER,
    socketsPerAddress: settings.SOCKETS_PER_ADDRESS,
    handshakesPerSecond: settings.HANDSHAKES_PER_SECOND,
    userUnits: settings.USER_UNITS ?? scale * defaultLimits.userUnits,
    userUnitsPerSecond: settings.USER_UNITS_PER_SECOND ?? scale * defaultLimits.userUnitsPerSecond,
    addressUnits: settings.ADDRESS_UNITS ?? scale * defaultLimits.addressUnits,
    addressUnitsPerSecond: settings.ADDRESS_UNITS_PER_SECOND ?? scale * defaultLimits.addressUnitsPerSecond,
    readsAtOnce: settings.READS_AT_ONCE,
    findsPerMinute: settings.FINDS_PER_MINUTE,
    iceRequestsPerMinute: settings.ICE_REQUESTS_PER_MINUTE,
    checkupsPerMinute: settings.CHECKUPS_PER_MINUTE,
    messagesPerMinute: settings.MESSAGES_PER_MINUTE,
    profileChangesPerMinute: settings.PROFILE_CHANGES_PER_MINUTE,
  };
}

/** One side may learn of the end of a call late; its media must not stop before that. */
const defaultRelayAfterCallMs = 2 * 60_000;

/**
 * How far the budgets of work grow with the limits that are raised: a host who allows ten times the calls means it, and
 * the budgets, which cover all requests together, must not take it back.
 */
function budgetScale(settings: Environment): number {
  return Math.ceil(
    Math.max(
      1,
      settings.REQUESTS_PER_SECOND / defaultLimits.requestsPerSecond,
      settings.PLACES_PER_MINUTE / defaultLimits.placesPerMinute,
      settings.SIGNINS_PER_MINUTE / defaultLimits.signInsPerMinute,
      settings.MESSAGES_PER_MINUTE / defaultLimits.messagesPerMinute,
      settings.SOCKETS_PER_USER / defaultLimits.socketsPerUser,
      settings.SOCKETS_PER_ADDRESS / defaultLimits.socketsPerAddress,
    ),
  );
}

/** TURN servers elsewhere replace the server's own relay. */
function relayOf(settings: Environment): RelayConfig {
  const { TURN_URLS: urls, TURN_SECRET: secret, RELAY: relay } = settings;
  if (urls.length > 0) {
    if (secret === undefined) throw new ConfigError('TURN_URLS is set, but TURN_SECRET is missing.');
    return { kind: 'turn', urls, secret };
  }
  if (secret !== undefined)
    throw new ConfigError('TURN_SECRET is set, but TURN_URLS does not say where to use it.');
  return relay === 'off' ? { kind: 'none' } : ownRelayOf(settings);
}

/** 3478 and 5349 are the registered ports of TURN; 49152-65535 are the dynamic ports (RFC 6335). */
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
    limits: relayLimitsOf(settings),
  };
}

/**
 * A gathering takes one allocation for each TURN URL and network interface. A call that rings on three devices gathers
 * three times, and once more for its standby, so below 24 allocations a user honest calls fail. Browsers send at most
 * 2.5 (Chromium) to 10 Mbit/s (Firefox, 1080p), and for a moment over two links.
 */
function relayLimitsOf(settings: Environment): RelayLimits {
  return {
    kbpsPerCall: settings.RELAY_KBPS_PER_CALL ?? 15_000,
    mbps: settings.RELAY_MBPS ?? 500,
    allocations: settings.RELAY_ALLOCATIONS ?? 1000,
    allocationsPerUser: settings.RELAY_ALLOCATIONS_PER_USER ?? 64,
    allocationsPerAddress: settings.RELAY_ALLOCATIONS_PER_ADDRESS ?? 250,
    connections: settings.RELAY_CONNECTIONS ?? 1000,
    connectionsPerAddress: settings.RELAY_CONNECTIONS_PER_ADDRESS ?? 200,
  };
}

/** Whether any variable of the relay is set. */
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
