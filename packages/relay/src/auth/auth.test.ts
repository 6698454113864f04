import { expect, test } from 'vitest';
import { ResponseLimiter } from './responseLimiter.ts';
import { parseTurnUser, turnCredentials } from './credentials.ts';
import { NonceFactory } from './nonce.ts';
import { ResponseCache } from './responseCache.ts';

function fakeClock(): { nowMs: () => number; unixSeconds: () => number; pass: (ms: number) => void } {
  let now = 1000;
  return { nowMs: () => now, unixSeconds: () => Math.floor(now / 1000), pass: (ms) => (now += ms) };
}

const client = { address: '192.0.2.1', port: 1234 };

test('credentials equal those of coturn for the same secret', () => {
  // openssl: printf 1700000600:alice | openssl dgst -sha1 -hmac north -binary | base64
  expect(turnCredentials('north', 'alice', 600, 1_700_000_000)).toEqual({
    username: '1700000600:alice',
    credential: 'gthUwOpcRoLI0MMCziCEBOWYnpo=',
    expiresAt: 1_700_000_600,
  });
});

test.each([
  ['1700000600:alice', { expiresAt: 1_700_000_600, userId: 'alice' }],
  ['1:a:b', { expiresAt: 1, userId: 'a:b' }],
  ['alice', undefined],
  ['x1:alice', undefined],
  ['1700000600:', undefined],
  [':alice', undefined],
  [`1:${'a'.repeat(129)}`, undefined],
])('the user name %s is parsed', (username, user) => {
  expect(parseTurnUser(username)).toEqual(user);
});

test('a nonce is valid for its client until it expires', () => {
  const clock = fakeClock();
  const factory = new NonceFactory(clock, 600_000);
  const nonce = factory.create(client);
  clock.pass(600_000);
  expect(factory.isFresh(nonce, client)).toBe(true);
  expect(factory.isFresh(nonce, { ...client, port: 1235 })).toBe(false);
  expect(factory.isFresh(nonce, { ...client, address: '192.0.2.2' })).toBe(false);
  clock.pass(1);
  expect(factory.isFresh(nonce, client)).toBe(false);
});

test.each(['', 'x', '.', 'zz.', `zz.${'é'.repeat(16)}`, `0.${'a'.repeat(16)}`])(
  'the nonce "%s" is invalid',
  (nonce) => {
    expect(new NonceFactory(fakeClock(), 600_000).isFresh(nonce, client)).toBe(false);
  },
);

test('a source gets twenty responses in any second, independent of other sources', () => {
  const clock = fakeClock();
  const limiter = new ResponseLimiter(clock, 20);
  const given: number[] = [];
  for (let ms = 0; ms < 3000; ms += 7) {
    if (limiter.take('a')) given.push(clock.nowMs());
    clock.pass(7);
  }
  const inSecondFrom = (start: number): number =>
    given.filter((at) => at >= start && at < start + 1000).length;
  expect(Math.max(...given.map(inSecondFrom))).toBe(20);
  expect(given.length).toBeGreaterThanOrEqual(58);
  expect(limiter.take('b')).toBe(true);
});

test('a response is cached for 40 seconds, and at most 4096 are', () => {
  const clock = fakeClock();
  const cache = new ResponseCache(clock);
  cache.set('first', Buffer.from('1'));
  clock.pass(39_999);
  expect(cache.get('first')).toEqual(Buffer.from('1'));
  clock.pass(1);
  expect(cache.get('first')).toBeUndefined();
  for (let index = 0; index < 4097; index += 1) cache.set(`request ${index}`, Buffer.alloc(1));
  expect(cache.get('request 0')).toBeUndefined();
  expect(cache.get('request 1')).toBeDefined();
});
