import { defaultLimits, defaultTimeouts } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

/** The message of the error that an environment causes; `nothing` if it is valid. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing';
}

test('the defaults: loopback only, open to guests, the timeouts and limits of the protocol', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    guests: 'open',
    timeouts: defaultTimeouts,
    limits: defaultLimits,
    relay: {
      kind: 'own',
      onFailure: 'goOn',
      listen: '127.0.0.1',
      port: 3478,
      tlsPort: 5349,
      minPort: 49_152,
      maxPort: 65_535,
      name: undefined,
      externalIp: undefined,
      allowPeers: [],
    },
    push: 'on',
    pushAllow: [],
    tls: undefined,
    proxies: 0,
    logLevel: 'info',
  });
});

test('a server that others can reach reserves names', () => {
  expect(readConfig({ HOST: '0.0.0.0' }).guests).toBe('on');
  expect(readConfig({ HOST: 'ring.example.org' }).guests).toBe('on');
  expect(readConfig({ HOST: 'localhost' }).guests).toBe('open');
  expect(readConfig({ HOST: '::1' }).guests).toBe('open');
  expect(readConfig({ HOST: '127.9.9.9' }).guests).toBe('open');
  expect(readConfig({ HOST: '127.evil.example' }).guests).toBe('on');
  expect(readConfig({ TRUST_PROXY: '1' }).guests).toBe('on');
  expect(readConfig(withTls).guests).toBe('on');
});

const withTls = { TLS_CERT: '/cert.pem', TLS_KEY: '/key.pem' };

test.each([{ HOST: '0.0.0.0' }, { TRUST_PROXY: 'true' }, withTls])(
  'GUESTS=open where others can reach the server needs to be confirmed: %o',
  (env) => {
    const open = { ...env, GUESTS: 'open' };
    expect(refusal(open)).toContain('GUESTS=open');
    expect(refusal(open)).toContain('GUESTS_OPEN_IN_PUBLIC=yes');
    expect(readConfig({ ...open, GUESTS_OPEN_IN_PUBLIC: 'yes' }).guests).toBe('open');
  },
);

test('the budgets of work grow with the limits that a host raises, unless they are set themselves', () => {
  const { limits } = readConfig({ PLACES_PER_MINUTE: '3000', USER_UNITS: '7' });
  expect(limits).toMatchObject({
    userUnits: 7,
    userUnitsPerSecond: 100 * defaultLimits.userUnitsPerSecond,
    addressUnits: 100 * defaultLimits.addressUnits,
  });
  expect(readConfig({ PLACES_PER_MINUTE: '1' }).limits.addressUnits).toBe(defaultLimits.addressUnits);
});

test('public addresses and the host are read', () => {
  expect(readConfig({}).publicUrls).toEqual([]);
  const config = readConfig({
    PUBLIC_URL: 'https://Ring.example/, http://10.0.0.1:3000',
    HOST_CONTACT: ' host@example.org ',
    PRIVACY_URL: 'https://example.org/privacy',
  });
  expect(config.publicUrls).toEqual(['https://ring.example', 'http://10.0.0.1:3000']);
  expect(config.hostInfo).toEqual({ contact: 'host@example.org', privacyUrl: 'https://example.org/privacy' });
});

test('everything set', () => {
  const config = readConfig({
    PORT: ' 0 ',
    DATA_DIR: '/data',
    RING_TIMEOUT_MS: '1000',
    PLACES_PER_MINUTE: '7',
    TURN_URLS: 'turn:turn.example.org:3478, turns:turn.example.org:443?transport=tcp',
    TURN_SECRET: 'shared',
    TLS_CERT: '/cert.pem',
    TLS_KEY: '/key.pem',
    TRUST_PROXY: 'true',
    LOG_LEVEL: '',
  });
  expect(config).toMatchObject({ port: 0, dataDir: '/data', proxies: 1, logLevel: 'info' });
  expect(config.timeouts).toEqual({ ...defaultTimeouts, ringMs: 1_000 });
  expect(config.limits).toEqual({ ...defaultLimits, placesPerMinute: 7 });
  expect(config.relay).toEqual({
    kind: 'turn',
    urls: ['turn:turn.example.org:3478', 'turns:turn.example.org:443?transport=tcp'],
    secret: 'shared',
  });
  expect(config.tls).toEqual({ cert: '/cert.pem', key: '/key.pem' });
  expect(readConfig({ TRUST_PROXY: '2' }).proxies).toBe(2);
});

test('the relay listens like the app, and must start if any of its variables is set', () => {
  expect(readConfig({ HOST: '0.0.0.0' }).relay).toMatchObject({ listen: '0.0.0.0', onFailure: 'goOn' });
  expect(readConfig({ RELAY: 'on' }).relay).toMatchObject({ kind: 'own', onFailure: 'stop' });
  expect(readConfig({ RELAY: 'off', RELAY_PORT: '3479' }).relay).toEqual({ kind: 'none' });
  expect(readConfig({ RELAY_ALLOW_PEERS: '10.0.0.0/8' }).relay).toMatchObject({ onFailure: 'stop' });
  const relay = readConfig({
    RELAY_LISTEN: '0.0.0.0',
    RELAY_PORT: '0',
    RELAY_TLS_PORT: '443',
    RELAY_MIN_PORT: '50000',
    RELAY_MAX_PORT: '50100',
    RELAY_HOST: 'relay.example.org',
    RELAY_EXTERNAL_IP: '203.0.113.7',
    RELAY_ALLOW_PEERS: '10.0.0.0/8, fd00::/8, 192.168.7.7',
    RELAY_MBPS: '80',
  }).relay;
  expect(relay).toEqual({
    kind: 'own',
    onFailure: 'stop',
    listen: '0.0.0.0',
    port: 0,
    tlsPort: 443,
    minPort: 50_000,
    maxPort: 50_100,
    name: 'relay.example.org',
    externalIp: '203.0.113.7',
    allowPeers: ['10.0.0.0/8', 'fd00::/8', '192.168.7.7'],
    limits: expect.objectContaining({ mbps: 80, kbpsPerCall: 15_000 }) as object,
  });
});

test('TURN servers replace the own relay', () => {
  const elsewhere = { TURN_URLS: 'turn:a', TURN_SECRET: 's' };
  for (const RELAY of ['on', 'off'])
    expect(readConfig({ ...elsewhere, RELAY }).relay).toMatchObject({ kind: 'turn' });
});

test.each([
  [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ RING_TIMEOUT_MS: '-5' }, 'RING_TIMEOUT_MS must be a whole number from 1 to 86400000.'],
  [
    { PUBLIC_URL: 'ring.example' },
    'PUBLIC_URL must list addresses like https://calls.example.org, without a path.',
  ],
  [
    { PUBLIC_URL: 'https://ring.example/calls' },
    'PUBLIC_URL must list addresses like https://calls.example.org, without a path.',
  ],
  [{ HOST_CONTACT: 'a\u202Eb' }, 'HOST_CONTACT must have no invisible characters.'],
  [
    { IMPRINT_URL: 'javascript:alert(1)' },
    'IMPRINT_URL must be an address like https://example.org/privacy.',
  ],
  [{ GUESTS: 'maybe' }, 'GUESTS must be open, on or off.'],
  [{ TRUST_PROXY: 'nginx' }, 'TRUST_PROXY must be true, false or the number of proxies.'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  [{ TURN_URLS: 'example.org' }, 'TURN_URLS must list URLs like turn:turn.example.org:3478.'],
  [{ TURN_URLS: 'turn:a, b' }, 'TURN_URLS must list URLs like turn:turn.example.org:3478.'],
  [{ TURN_URLS: 'turn:a' }, 'TURN_URLS is set, but TURN_SECRET is missing.'],
  [{ TURN_SECRET: 's' }, 'TURN_SECRET is set, but TURN_URLS does not say where to use it.'],
  [{ RELAY: 'yes' }, 'RELAY must be on or off.'],
  [{ RELAY_PORT: '70000' }, 'RELAY_PORT must be a whole number from 0 to 65535.'],
  [{ RELAY_MIN_PORT: '0' }, 'RELAY_MIN_PORT must be a whole number from 1 to 65535.'],
  [
    { RELAY_MIN_PORT: '50001', RELAY_MAX_PORT: '50000' },
    'RELAY_MIN_PORT is 50001, which is above RELAY_MAX_PORT, 50000.',
  ],
  [{ RELAY_HOST: 'turn:a' }, 'RELAY_HOST must be a host name or an IP address.'],
  [{ RELAY_EXTERNAL_IP: 'example.org' }, 'RELAY_EXTERNAL_IP must be an IP address.'],
  [{ RELAY_ALLOW_PEERS: '10.0.0.0/33' }, 'RELAY_ALLOW_PEERS must list ranges like 10.0.0.0/8.'],
  [{ RELAY_ALLOW_PEERS: '10.0.0.0/8, all' }, 'RELAY_ALLOW_PEERS must list ranges like 10.0.0.0/8.'],
  [{ TLS_CERT: 'c' }, 'TLS_CERT is set, but TLS_KEY is missing.'],
  [{ TLS_KEY: 'k' }, 'TLS_KEY is set, but TLS_CERT is missing.'],
])('%o: %s', (env, sentence) => {
  expect(refusal(env)).toBe(sentence);
});

test('all errors are reported at once, one in each line', () => {
  expect(refusal({ PORT: 'x', GUESTS: 'y' }).split('\n')).toHaveLength(2);
});

test('an admin token that could be guessed is refused with a sentence', () => {
  expect(refusal({ ADMIN_TOKEN: 'short' })).toBe('ADMIN_TOKEN must have at least 24 characters.');
  expect(refusal({ ADMIN_TOKEN: 'with spaces '.repeat(3) })).toContain('ADMIN_TOKEN must have no spaces');
  expect(readConfig({}).adminToken).toBeUndefined();
});
