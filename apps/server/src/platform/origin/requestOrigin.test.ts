import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { rateLimitAddress, originOf, isCrossSite } from './requestOrigin.ts';

function request(headers: Record<string, string>, remote = '10.0.0.1'): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  Object.defineProperty(message.socket, 'remoteAddress', { value: remote });
  Object.assign(message.headers, headers);
  return message;
}

test('only the forwarded addresses of our own proxies are trusted', () => {
  const forwarded = request({ 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' });
  expect(rateLimitAddress(forwarded, 0)).toBe('10.0.0.1');
  expect(rateLimitAddress(forwarded, 1)).toBe('3.3.3.3');
  expect(rateLimitAddress(forwarded, 2)).toBe('2.2.2.2');
  expect(rateLimitAddress(forwarded, 9)).toBe('1.1.1.1');
  expect(rateLimitAddress(request({}), 1)).toBe('10.0.0.1');
});

test('IPv6 addresses count by their /64', () => {
  const from = (address: string): string => rateLimitAddress(request({}, address), 0);
  expect(from('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(from('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(from('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(from('::1')).toBe('0:0:0:0::/64');
  expect(from('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1');
});

test.each([
  [{ host: 'Ring.example:3000' }, 0, 'ring.example'],
  [{ host: 'localhost:3000' }, 0, 'localhost'],
  [{ host: '192.0.2.7:3000' }, 0, '192.0.2.7'],
  [{ host: '[2001:db8::7]:3000' }, 0, '[2001:db8::7]'],
  [{ host: '127.0.0.1:3000', 'x-forwarded-host': 'ring.example' }, 0, '127.0.0.1'],
  [{ host: '127.0.0.1:3000', 'x-forwarded-host': 'evil.example, ring.example' }, 1, 'ring.example'],
  [{ host: 'ring.example.' }, 0, 'ring.example'],
  [{ host: 'ring.example/path' }, 0, undefined],
  [{ host: 'evil@ring.example' }, 0, undefined],
  [{ host: 'a b' }, 0, undefined],
  [{ host: 'ring.example,turn:evil' }, 0, undefined],
  [{ host: `${'x'.repeat(300)}.example` }, 0, undefined],
  [{}, 0, undefined],
])('%o, with %s proxies, was reached as %s', (headers, proxies, hostname) => {
  expect(originOf(request(headers as Record<string, string>), proxies).hostname).toBe(hostname);
});

test.each([
  [{ host: 'ring.example' }, false],
  [{ host: 'ring.example', origin: 'https://ring.example' }, false],
  [{ host: 'RING.example:443', origin: 'https://ring.example' }, false],
  [{ host: 'ring.example:3000', origin: 'http://ring.example:3000' }, false],
  [{ host: 'ring.example', origin: 'https://ring.example:8443' }, true],
  [{ host: 'ring.example', origin: 'https://evil.example' }, true],
  [{ host: 'ring.example', origin: 'https://ring.example.evil.example' }, true],
  [{ host: 'ring.example', origin: 'null' }, true],
  [{ host: 'ring.example', origin: '' }, true],
  [{ origin: 'https://ring.example' }, true],
])('%o is foreign: %s', (headers, foreign) => {
  expect(isCrossSite(request(headers as Record<string, string>), 0)).toBe(foreign);
});
