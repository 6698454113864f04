import { expect, test } from 'vitest';
import { relayNameFor } from './relayName.ts';

const here = { name: undefined, proxies: 0 };

test.each([
  ['a relay on loopback', '127.0.0.1', 'localhost', 0, '127.0.0.1'],
  ['the same by another name of this machine', '127.0.0.1', 'ringback.test', 0, '127.0.0.1'],
  ['IPv6 loopback', '::1', 'localhost', 0, '::1'],
  ['a proxy beside, and a browser here', '127.0.0.1', 'ring.localhost', 1, '127.0.0.1'],
  ['a proxy beside, and a browser elsewhere', '127.0.0.1', 'ring.example', 1, undefined],
  ['everywhere, a browser here', '0.0.0.0', 'localhost', 0, '127.0.0.1'],
  ['everywhere, of both families, a browser here', '::', 'localhost', 0, '127.0.0.1'],
  ['everywhere, a browser in the same network', '0.0.0.0', '192.168.1.7', 0, '192.168.1.7'],
  ['everywhere, a browser elsewhere', '::', 'ring.example', 1, 'ring.example'],
  ['one address, a proxy beside, a browser here', '192.168.1.7', 'localhost', 1, '192.168.1.7'],
  ['nobody knows how it was reached', '0.0.0.0', undefined, 0, undefined],
])(
  '%s: listening at %s, reached as %s with %s proxies, it is %s',
  (_, listening, hostname, proxies, name) => {
    expect(relayNameFor({ hostname, address: '' }, { ...here, listening, proxies })).toBe(name);
  },
);

test('a name that the host chose, whatever the browser says', () => {
  const place = { listening: '127.0.0.1', name: 'relay.example', proxies: 1 };
  expect(relayNameFor({ hostname: 'ring.example', address: '' }, place)).toBe('relay.example');
});
