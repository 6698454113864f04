import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { bounds, defaultLimits, defaultTimeouts, type Limits, type Timeouts } from '@ringback/protocol';
import * as v from 'valibot';

/** How guests may come in; what each means for a public host stands in the README. */
export type Guests = 'open' | 'on' | 'off';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A TURN server that shares a secret with this one. */
export interface TurnConfig {
  readonly urls: readonly string[];
  readonly secret: string;
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
  readonly turn: TurnConfig | undefined;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** How many proxies stand before this server, whose `X-Forwarded-…` headers are believed. */
  readonly proxies: number;
  readonly logLevel: (typeof logLevels)[number];
  /** How long a socket may stay without saying hello. */
  readonly helloMs: number;
  /** Interval and timeout of the pings of a socket. */
  readonly pingMs: number;
}

/** A setting that cannot be used; its message is for the person who set it. */
export class ConfigError extends Error {}

const day = 24 * 60 * 60 * 1000;

function whole(fallback: number, min: number, max: number) {
  const wish = `must be a whole number from ${min} to ${max}`;
  const numeric = v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,15}$/, wish),
    v.transform(Number),
    v.minValue(min, wish),
    v.maxValue(max, wish),
  );
  return v.optional(numeric, String(fallback));
}

const duration = (fallback: number) => whole(fallback, 1, day);
const count = (fallback: number) => whole(fallback, 1, 1_000_000_000);
const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'));

const turnUrl = v.pipe(
  v.string(),
  v.regex(
    /^(turns?|stuns?):[^\s?]+(\?transport=(udp|tcp))?$/,
    'must list URLs like turn:turn.example.org:3478',
  ),
);
const turnUrls = v.pipe(
  v.string(),
  v.transform((list) =>
    list
      .split(',')
      .map((url) => url.trim())
      .filter((url) => url !== ''),
  ),
  v.array(turnUrl),
);

/** `true` and `false` are what people write; a number says how many proxies there are. */
const proxies = v.pipe(
  v.string(),
  v.transform((value) => ({ true: '1', false: '0', '': '0' })[value.trim()] ?? value.trim()),
  v.regex(/^\d$/, 'must be true, false or the number of proxies'),
  v.transform(Number),
);

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
  TURN_URLS: v.optional(turnUrls, ''),
  TURN_SECRET: v.optional(text),
  TLS_CERT: v.optional(text),
  TLS_KEY: v.optional(text),
  TRUST_PROXY: v.optional(proxies, '0'),
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
    dataDir: settings.DATA_DIR ?? fileURLToPath(new URL('../../../.data', import.meta.url)),
    webDir: fileURLToPath(new URL('../../web/dist', import.meta.url)),
    guests: settings.GUESTS ?? (isLoopback(settings.HOST) ? 'open' : 'on'),
    timeouts: timeoutsOf(settings),
    limits: limitsOf(settings),
    turn: turnOf(settings),
    tls: tlsOf(settings),
    proxies: settings.TRUST_PROXY,
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
  };
}

function turnOf({ TURN_URLS: urls, TURN_SECRET: secret }: Environment): TurnConfig | undefined {
  if (urls.length === 0 && secret === undefined) return undefined;
  if (urls.length === 0)
    throw new ConfigError('TURN_SECRET is set, but TURN_URLS does not say where to use it.');
  if (secret === undefined) throw new ConfigError('TURN_URLS is set, but TURN_SECRET is missing.');
  return { urls, secret };
}

function tlsOf({ TLS_CERT: cert, TLS_KEY: key }: Environment): Config['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new ConfigError('TLS_KEY is set, but TLS_CERT is missing.');
  if (key === undefined) throw new ConfigError('TLS_CERT is set, but TLS_KEY is missing.');
  return { cert, key };
}

/** Whether only this machine can reach a host name, so that guests harm nobody. */
function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}
