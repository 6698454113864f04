import { describe, expect, test } from 'vitest';
import { canonicalIp, formatIpv6, parseIp } from './ip.ts';
import { PeerFilter } from './peerFilter.ts';
import { parseRange } from './ranges.ts';

const own = ['127.0.0.1', '8.7.6.5', '2a00:1::5'];

function filter(...allowPeers: string[]): PeerFilter {
  const created = new PeerFilter(allowPeers);
  created.setHostAddresses(own);
  return created;
}

describe('packets may leave to', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1::6',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('%s', (address) => {
    expect(filter().allows(address)).toBe(true);
  });
});

describe('packets may not leave to', () => {
  test.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['a private network', '10.0.0.1'],
    ['a private network', '172.16.0.1'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.1.1'],
    ['a provider’s inner network', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local', '169.254.1.1'],
    ['AWS, GCP and Azure metadata', '169.254.169.254'],
    ['ECS metadata', '169.254.170.2'],
    ['Alibaba metadata', '100.100.100.200'],
    ['Azure’s wire server', '168.63.129.16'],
    ['Oracle metadata', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['the 6to4 relay', '192.88.99.1'],
    ['benchmarks', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['the reserved class E', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['the host’s own address', '8.7.6.5'],
    ['IPv6: any', '::'],
    ['IPv6: loopback', '::1'],
    ['IPv6: link-local', 'fe80::1'],
    ['IPv6: link-local with a scope', 'fe80::1%eth0'],
    ['IPv6: site-local', 'fec0::1'],
    ['IPv6: unique local', 'fc00::1'],
    ['IPv6: AWS metadata', 'fd00:ec2::254'],
    ['IPv6: multicast', 'ff02::1'],
    ['IPv6: documentation', '2001:db8::1'],
    ['IPv6: documentation', '3fff::1'],
    ['IPv6: Teredo', '2001:0:1::1'],
    ['IPv6: discard', '100::1'],
    ['IPv6: the host’s own address', '2a00:1::5'],
    ['IPv6: a local NAT64', '64:ff9b:1::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in hexadecimal', '::ffff:7f00:1'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['mapped own address', '::ffff:8.7.6.5'],
    ['compatible loopback', '::127.0.0.1'],
    ['translated private', '::ffff:0:10.0.0.1'],
    ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 of private', '64:ff9b::192.168.0.1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['NAT64 of the own address', '64:ff9b::8.7.6.5'],
    ['6to4 of private', '2002:a00:1::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['6to4 of metadata', '2002:a9fe:a9fe::1'],
    ['no address at all', 'example.org'],
  ])('%s: %s', (_what, address) => {
    expect(filter().allows(address)).toBe(false);
  });
});

test('only an allowed range is open, also in its mapped forms', () => {
  const open = filter('10.1.0.0/16', 'fd00:1::/32', '127.0.0.1');
  expect(
    ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3', 'fd00:1::9', '127.0.0.1'].map((each) =>
      open.allows(each),
    ),
  ).toEqual(Array.from({ length: 5 }, () => true));
  expect(['10.2.0.1', 'fd00:2::9', '127.0.0.2'].map((each) => open.allows(each))).toEqual([
    false,
    false,
    false,
  ]);
});

test('an address is refused as soon as it is one of the host’s own', () => {
  const filter = new PeerFilter([]);
  expect(filter.allows('8.7.6.5')).toBe(true);
  filter.setHostAddresses(own);
  expect(filter.allows('8.7.6.5')).toBe(false);
});

test.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'all', '', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1'])(
  'the range "%s" is invalid',
  (text) => {
    expect(() => parseRange(text)).toThrow(RangeError);
  },
);

test.each([
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['0:0:1::', '0:0:1::'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
])('%s is formatted as by inet_ntop: %s', (text, canonical) => {
  const bytes = parseIp(text);
  expect(bytes && formatIpv6(bytes)).toBe(canonical);
});

test('a mapped address, as dual-stack sockets report it, becomes the IPv4 address', () => {
  expect(canonicalIp('::ffff:192.0.2.9')).toBe('192.0.2.9');
});
