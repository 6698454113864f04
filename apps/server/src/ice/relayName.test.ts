import { expect, test } from 'vitest';
import { relayNameFor } from './relayName.ts';

const here = { name: undefined, proxies: 0 };

test.each([
  ['a relay on loopback', '127.0.0.1', 'localhost', 0, '127.0.0.1'],
  [
    'a relay on loopback, reached by another name of this machine',
    '127.0.0.1',
    'ringback.test',
    0,
    '127.0.0.1',
  ],
  ['IPv6 loopback', '::1', 'localhost', 0, '::1'],
  ['behind a proxy, a browser on this machine', '127.0.0.1', 'ring.localhost', 1, '127.0.0.1'],
  ['behind a proxy, a browser elsewhere', '127.0.0.1', 'ring.example', 1, undefined],
  ['at all IPv4 addresses, a browser on this machine', '0.0.0.0', 'localhost', 0, '127.0.0.1'],
  ['at all addresses of both families, a browser on this machine', '::', 'localhost', 0, '127.0.0.1'],
  ['at all IPv4 addresses, a browser in the same network', '0.0.0.0', '192.168.1.7', 0, '192.168.1.7'],
  ['at all addresses, behind a proxy, a browser elsewhere', '::', 'ring.example', 1, 'ring.example'],
  ['at one address, behind a proxy, a browser on this machine', '192.168.1.7', 'localhost', 1, '192.168.1.7'],
  ['an unknown host name', '0.0.0.0', undefined, 0, undefined],
])(
  '%s: a relay at %s, reached as %s through %s proxies, has the name %s',
  (_, listening, hostname, proxies, name) => {
    expect(relayNameFor({ hostname, address: '', addressKey: '' }, { ...here, listening, proxies })).toBe(
      name,
    );
  },
);

test('the name from the settings wins over what the browser says', () => {
  const location = { listening: '127.0.0.1', name: 'relay.example', proxies: 1 };
  expect(relayNameFor({ hostname: 'ring.example', address: '', addressKey: '' }, location)).toBe(
    'relay.example',
  );
});
