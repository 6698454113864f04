import { defaultLimits, defaultTimeouts } from '@ringback/protocol';
import * as v from 'valibot';
import { logLevels } from '../platform/log.ts';
import {
  adminToken,
  contact,
  count,
  duration,
  hostName,
  ipAddress,
  issuer,
  listeningPort,
  proxies,
  publicUrls,
  ranges,
  text,
  turnUrls,
  webUrl,
  whole,
  wholeOrNone,
} from './configValues.ts';

/** An environment variable: how it is parsed, and its row in docs/configuration.md. */
interface Variable {
  readonly schema: v.GenericSchema<string | undefined, unknown>;
  readonly meaning: string;
  /** What the docs say about the default, where the schema alone does not say. */
  readonly defaultText?: string;
}

const onOff = v.picklist(['on', 'off'], 'must be on or off');

const basics = {
  HOST: { schema: v.optional(text, '127.0.0.1'), meaning: 'Address to listen on; `0.0.0.0` for all of IPv4' },
  PORT: { schema: whole(3000, 0, 65_535), meaning: 'Port to listen on; 0 takes any free one' },
  PUBLIC_URL: {
    schema: v.optional(publicUrls, ''),
    meaning: 'Addresses of the app in browsers; no others are answered, see below',
  },
  DATA_DIR: {
    schema: v.optional(text),
    meaning: 'Directory of the database and the notes',
    defaultText: '`.data`',
  },
  GUESTS: {
    schema: v.optional(v.picklist(['open', 'on', 'off'], 'must be open, on or off')),
    meaning: 'How guests sign in, see below',
    defaultText: '`open` on this machine only, else `on`',
  },
  GUESTS_OPEN_IN_PUBLIC: {
    schema: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'no'),
    meaning: 'Confirms `GUESTS=open` for a server that others can reach',
  },
  ACCOUNTS: {
    schema: v.optional(v.picklist(['open', 'invite'], 'must be open or invite'), 'open'),
    meaning: 'Who may create an account: anyone, or people with an invitation',
  },
  INVITES_BY_MEMBERS: {
    schema: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'no'),
    meaning: 'Whether people with an account may make invitations',
  },
  TLS_CERT: { schema: v.optional(text), meaning: 'Path of a PEM certificate; serves HTTPS' },
  TLS_KEY: { schema: v.optional(text), meaning: 'Path of its PEM key' },
  TRUST_PROXY: {
    schema: v.optional(proxies, '0'),
    meaning: 'Reverse proxies in front of this server',
  },
  NOTES_MEGABYTES: {
    schema: whole(1_000, 0, 1_000_000),
    meaning: 'Space for notes that wait to be fetched',
  },
  GUEST_DAYS: {
    schema: whole(90, 1, 36_500),
    meaning: 'Days without a visit after which a guest is forgotten',
  },
  ADMIN_TOKEN: {
    schema: v.optional(adminToken),
    meaning: 'Opens the pages `/admin` and `/insight` for the host; without it there are none',
  },
  METRICS_TOKEN: {
    schema: v.optional(adminToken),
    meaning: 'Bearer token for `/metrics`; without it only this machine can read them',
  },
  AUDIT_DAYS: {
    schema: whole(30, 1, 3_650),
    meaning: 'Days for which the audit log keeps what happened',
  },
  MESSAGES_DAYS: {
    schema: v.optional(wholeOrNone(1, 36_500)),
    meaning: 'Days after which messages and notes are deleted, read or not',
    defaultText: 'kept',
  },
  HISTORY_DAYS: {
    schema: v.optional(wholeOrNone(1, 36_500)),
    meaning: 'Days after which calls and the entries of histories are deleted',
    defaultText: 'kept',
  },
  MESSAGE_MEGABYTES_PER_USER: {
    schema: whole(50, 1, 1_000_000),
    meaning: 'Text of all messages that one person has sent',
  },
  HOST_CONTACT: {
    schema: v.optional(contact),
    meaning: 'How to reach you; shown at sign-in and in Settings',
  },
  PRIVACY_URL: { schema: v.optional(webUrl), meaning: 'Your privacy notice, shown in the same places' },
  IMPRINT_URL: { schema: v.optional(webUrl), meaning: 'Your imprint, shown in the same places' },
  LOG_LEVEL: {
    schema: v.optional(v.picklist(logLevels, `must be one of ${logLevels.join(', ')}`), 'info'),
    meaning: 'Least severe level that is logged',
  },
} as const satisfies Record<string, Variable>;

const oidc = {
  OIDC_ISSUER: {
    schema: v.optional(issuer),
    meaning: 'Provider of OpenID Connect that people can sign in with',
  },
  OIDC_CLIENT_ID: { schema: v.optional(text), meaning: 'What the provider calls this server' },
  OIDC_CLIENT_SECRET: { schema: v.optional(text), meaning: 'Its secret' },
  OIDC_NAME: {
    schema: v.optional(v.pipe(text, v.maxLength(40, 'must have at most 40 characters'))),
    meaning: 'Name on the button: "Sign in with …"',
    defaultText: 'the host of `OIDC_ISSUER`',
  },
} as const satisfies Record<string, Variable>;

const push = {
  PUSH: { schema: v.optional(onOff, 'on'), meaning: 'Whether browsers with closed tabs get push messages' },
  PUSH_ALLOW_ADDRESSES: {
    schema: v.optional(ranges, ''),
    meaning: 'Push services allowed at non-public addresses',
  },
} as const satisfies Record<string, Variable>;

const relay = {
  RELAY: {
    schema: v.optional(onOff),
    meaning: '`off`: no relay; `on`: do not start without it',
    defaultText: '`on`, if it can start',
  },
  RELAY_LISTEN: {
    schema: v.optional(hostName),
    meaning: 'Address the relay listens on',
    defaultText: '`HOST`',
  },
  RELAY_PORT: {
    schema: v.optional(listeningPort),
    meaning: 'UDP and TCP port; the next free one if taken',
    defaultText: '`3478`',
  },
  RELAY_TLS_PORT: {
    schema: v.optional(listeningPort),
    meaning: 'TLS port, used with `TLS_CERT`',
    defaultText: '`5349`',
  },
  RELAY_MIN_PORT: {
    schema: v.optional(wholeOrNone(1, 65_535)),
    meaning: 'First port for relayed media',
    defaultText: '`49152`',
  },
  RELAY_MAX_PORT: {
    schema: v.optional(wholeOrNone(1, 65_535)),
    meaning: 'Last port for relayed media',
    defaultText: '`65535`',
  },
  RELAY_HOST: {
    schema: v.optional(hostName),
    meaning: 'Host name by which browsers reach the relay',
    defaultText: 'that of the app',
  },
  RELAY_EXTERNAL_IP: {
    schema: v.optional(ipAddress),
    meaning: 'Public address of this machine behind NAT',
  },
  RELAY_ALLOW_PEERS: {
    schema: v.optional(ranges, ''),
    meaning: 'Non-public addresses the relay may send to',
  },
  RELAY_KBPS_PER_CALL: {
    schema: v.optional(wholeOrNone(1, 1_000_000)),
    meaning: 'kbit/s that the relay forwards for one user in each direction; a 1080p call needs up to 10000',
    defaultText: '`15000`',
  },
  RELAY_MBPS: {
    schema: v.optional(wholeOrNone(1, 1_000_000)),
    meaning: 'Mbit/s that the relay takes in from all users together',
    defaultText: '`500`',
  },
  RELAY_ALLOCATIONS: {
    schema: v.optional(wholeOrNone(1, 60_000)),
    meaning: 'Allocations of all users; a relayed call needs 6 to 24',
    defaultText: '`1000`',
  },
  RELAY_ALLOCATIONS_PER_USER: {
    schema: v.optional(wholeOrNone(1, 60_000)),
    meaning: 'Allocations of one user',
    defaultText: '`64`',
  },
  RELAY_ALLOCATIONS_PER_ADDRESS: {
    schema: v.optional(wholeOrNone(1, 60_000)),
    meaning: 'Allocations from one address or IPv6 /64',
    defaultText: '`250`',
  },
  RELAY_CONNECTIONS: {
    schema: v.optional(wholeOrNone(1, 60_000)),
    meaning: 'TCP and TLS connections to the relay',
    defaultText: '`1000`',
  },
  RELAY_CONNECTIONS_PER_ADDRESS: {
    schema: v.optional(wholeOrNone(1, 60_000)),
    meaning: 'Connections to the relay from one address or IPv6 /64',
    defaultText: '`200`',
  },
  RELAY_AFTER_CALL_MS: {
    schema: v.optional(wholeOrNone(1, 3_600_000)),
    meaning: 'Until what the relay holds for a call that ended is freed, in ms',
    defaultText: '`120000`',
  },
  TURN_URLS: { schema: v.optional(turnUrls, ''), meaning: 'TURN servers to use instead of the own relay' },
  TURN_SECRET: { schema: v.optional(text), meaning: 'Their secret (`static-auth-secret` of coturn)' },
} as const satisfies Record<string, Variable>;

const timeouts = {
  RING_TIMEOUT_MS: { schema: duration(defaultTimeouts.ringMs), meaning: 'How long a call rings' },
  CONNECT_TIMEOUT_MS: {
    schema: duration(defaultTimeouts.connectMs),
    meaning: 'From the answer until media must flow',
  },
  RECONNECT_TIMEOUT_MS: {
    schema: duration(defaultTimeouts.reconnectMs),
    meaning: 'For a silent device or a broken link to recover',
  },
  REJOIN_TIMEOUT_MS: {
    schema: duration(defaultTimeouts.rejoinMs),
    meaning: 'For a page closed in a call to come back',
  },
  CALLER_GONE_TIMEOUT_MS: {
    schema: duration(defaultTimeouts.callerGoneMs),
    meaning: "Until a call ends after the caller's device is gone",
  },
  ABANDONED_TIMEOUT_MS: {
    schema: duration(defaultTimeouts.abandonedMs),
    meaning: 'For two devices that both lost the server',
  },
} as const satisfies Record<string, Variable>;

const limits = {
  SIGNINS_PER_MINUTE: { schema: count(defaultLimits.signInsPerMinute), meaning: 'Sign-ins per address' },
  PLACES_PER_MINUTE: { schema: count(defaultLimits.placesPerMinute), meaning: 'Calls per caller' },
  PLACES_PER_MINUTE_PER_PAIR: {
    schema: count(defaultLimits.placesPerMinutePerPair),
    meaning: 'Calls of one person to another',
  },
  NUISANCE_CALLS: {
    schema: v.optional(wholeOrNone(0, 1_000)),
    meaning:
      'Calls in ten minutes that a person who does not know the caller did not take, before the next ones must wait; `0`: none wait',
    defaultText: '`3`, with open guests `0`',
  },
  REQUESTS_PER_SECOND: { schema: count(defaultLimits.requestsPerSecond), meaning: 'Requests per socket' },
  REQUEST_BURST: { schema: count(defaultLimits.requestBurst), meaning: 'Requests per socket at once' },
  SIGNAL_BYTES_PER_SECOND: {
    schema: count(defaultLimits.signalBytesPerSecond),
    meaning: 'Bytes of signals per call',
  },
  SOCKETS_PER_USER: { schema: count(defaultLimits.socketsPerUser), meaning: 'Open sockets per user' },
  SOCKETS_PER_ADDRESS: {
    schema: count(defaultLimits.socketsPerAddress),
    meaning: 'Open sockets per address',
  },
  HANDSHAKES_PER_SECOND: {
    schema: count(defaultLimits.handshakesPerSecond),
    meaning: 'New sockets per address, after `SOCKETS_PER_ADDRESS` at once',
  },
  USER_UNITS: {
    schema: v.optional(wholeOrNone(1, 1_000_000_000)),
    meaning: 'Work a user may cause at once, see below',
    defaultText: `\`${defaultLimits.userUnits}\`, see below`,
  },
  USER_UNITS_PER_SECOND: {
    schema: v.optional(wholeOrNone(1, 1_000_000_000)),
    meaning: 'And on average',
    defaultText: `\`${defaultLimits.userUnitsPerSecond}\`, see below`,
  },
  ADDRESS_UNITS: {
    schema: v.optional(wholeOrNone(1, 1_000_000_000)),
    meaning: 'Work an address may cause at once, see below',
    defaultText: `\`${defaultLimits.addressUnits}\`, see below`,
  },
  ADDRESS_UNITS_PER_SECOND: {
    schema: v.optional(wholeOrNone(1, 1_000_000_000)),
    meaning: 'And on average',
    defaultText: `\`${defaultLimits.addressUnitsPerSecond}\`, see below`,
  },
  READS_AT_ONCE: { schema: count(defaultLimits.readsAtOnce), meaning: 'Lists read at once per user' },
  FINDS_PER_MINUTE: {
    schema: count(defaultLimits.findsPerMinute),
    meaning: 'Searches for a person per user',
  },
  ICE_REQUESTS_PER_MINUTE: {
    schema: count(defaultLimits.iceRequestsPerMinute),
    meaning: 'Requests for relay credentials per user',
  },
  CHECKUPS_PER_MINUTE: {
    schema: count(defaultLimits.checkupsPerMinute),
    meaning: 'Check-ups of the relay per user',
  },
  MESSAGES_PER_MINUTE: { schema: count(defaultLimits.messagesPerMinute), meaning: 'Messages per sender' },
  PROFILE_CHANGES_PER_MINUTE: {
    schema: count(defaultLimits.profileChangesPerMinute),
    meaning: 'Changes of name, and of picture, per user',
  },
} as const satisfies Record<string, Variable>;

/** All variables, by the sections of docs/configuration.md. */
export const sections: readonly {
  readonly title: string;
  readonly variables: Readonly<Record<string, Variable>>;
}[] = [
  { title: 'Basics', variables: basics },
  { title: 'Sign-in with OpenID Connect', variables: oidc },
  { title: 'Relay', variables: relay },
  { title: 'Push messages', variables: push },
  { title: 'Timeouts of calls, in ms', variables: timeouts },
  { title: 'Limits against abuse', variables: limits },
];

type Schemas<Variables extends Record<string, Variable>> = {
  readonly [Name in keyof Variables]: Variables[Name]['schema'];
};

function schemasOf<const Variables extends Record<string, Variable>>(
  variables: Variables,
): Schemas<Variables>;
function schemasOf(variables: Record<string, Variable>): Record<string, Variable['schema']> {
  return Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema]));
}

export const Environment = v.object({
  ...schemasOf(basics),
  ...schemasOf(oidc),
  ...schemasOf(push),
  ...schemasOf(relay),
  ...schemasOf(timeouts),
  ...schemasOf(limits),
});
export type Environment = v.InferOutput<typeof Environment>;
