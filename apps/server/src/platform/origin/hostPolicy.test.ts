import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createHostPolicy } from './hostPolicy.ts';

function verdict(publicUrls: readonly string[], headers: Record<string, string>, proxies = 0): string {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, headers);
  return createHostPolicy({ host: 'Calls.lan', publicUrls, proxies })(message);
}

test.each([
  [{ host: 'localhost:3000' }, 'answered'],
  [{ host: 'ringback.localhost' }, 'answered'],
  [{ host: '192.0.2.7:3000' }, 'answered'],
  [{ host: '[2001:db8::7]' }, 'answered'],
  [{ host: 'calls.lan' }, 'answered'],
  [{ host: 'rebound.example' }, 'misdirected'],
  [{ host: 'rebound.example', origin: 'http://rebound.example' }, 'misdirected'],
  [{ host: '127.0.0.1.rebound.example' }, 'misdirected'],
  [{ host: '' }, 'misdirected'],
  [{ host: 'localhost', origin: 'http://evil.example' }, 'crossSite'],
])('without PUBLIC_URL %o is %s', (headers, expected) => {
  expect(verdict([], headers)).toBe(expected);
});

const listed = ['https://ring.example', 'http://192.0.2.7:3000'];

test.each([
  [{ host: 'RING.example' }, 'answered'],
  [{ host: 'ring.example', origin: 'https://ring.example' }, 'answered'],
  [{ host: '192.0.2.7:3000', origin: 'https://ring.example' }, 'answered'],
  [{ host: 'ring.example', origin: 'http://ring.example' }, 'crossSite'],
  [{ host: 'localhost:3000' }, 'misdirected'],
  [{ host: '192.0.2.8' }, 'misdirected'],
])('with PUBLIC_URL %o is %s', (headers, expected) => {
  expect(verdict(listed, headers)).toBe(expected);
});

test('only a proxy of ours can say which host the browser asked for', () => {
  const forwarded = { host: '127.0.0.1:3000', 'x-forwarded-host': 'ring.example' };
  expect(verdict(listed, forwarded, 1)).toBe('answered');
  expect(verdict(listed, forwarded, 0)).toBe('misdirected');
});
