import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { attributes, field } from './codec/attributes.ts';
import { relayUrls, startRelay, type RelayEvent } from './index.ts';
import { openUdp } from './testing/clientSocket.testing.ts';
import { TestRelays } from './testing/testRelay.testing.ts';
import { errorOf, overUdp, testSecret, testUser, TurnClient } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

describe('the relay', () => {
  test('uses the next free port when its port is taken, for UDP or for TCP', async () => {
    const taken = createServer().listen(4160, '127.0.0.1');
    const takenUdp = createSocket('udp4').bind(4161, '127.0.0.1');
    await Promise.all([once(taken, 'listening'), once(takenUdp, 'listening')]);
    const relay = await relays.start({ port: 4160 });
    expect(relay.port).toBe(4162);
    taken.close();
    takenUdp.close();
  });

  test('formats its URLs for a host name and for an address', async () => {
    const relay = await relays.start();
    expect(relayUrls('call.example', relay)).toEqual([
      `stun:call.example:${relay.port}`,
      `turn:call.example:${relay.port}?transport=udp`,
      `turn:call.example:${relay.port}?transport=tcp`,
    ]);
    expect(relayUrls('2001:db8::1', relay)[0]).toBe(`stun:[2001:db8::1]:${relay.port}`);
  });

  test('accepts the credentials that it creates', async () => {
    const relay = await relays.start();
    await (await relays.client(relay, relay.credentials('carol', 60))).allocate();
  });

  test('advertises the external address, at which its own allocations reach each other', async () => {
    const relay = await relays.start({ externalIp: '8.7.6.5' });
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    expect([atA.address, atB.address]).toEqual(['8.7.6.5', '8.7.6.5']);
    await Promise.all([a.bind(0x4000, atB), b.bind(0x4000, atA)]);
    const received = b.nextData();
    a.sendOver(0x4000, Buffer.from('hairpin'));
    expect((await received).payload.toString()).toBe('hairpin');
    expect(errorOf(await a.bind(0x4001, { address: '8.7.6.5', port: 22 }))).toBe(403);
  });

  test('responds from the address that the client used when it listens at all addresses', async () => {
    const relay = await relays.start({ host: '0.0.0.0' });
    const client = await relays.client(relay);
    expect((await client.allocate()).address).toBe('127.0.0.1');
  });

  test('frees all ports when it closes during an Allocate', async () => {
    const relay = await relays.start({ minPort: 42_402, maxPort: 42_403 });
    const client = await relays.client(relay);
    client.readChallenge(await client.sendUnsigned('allocate'));
    const fields = [overUdp, field(attributes.evenPort, true)];
    client.socket.send(client.signedRequest('allocate', fields));
    const tcp = await relays.tcpClient(relay);
    tcp.readChallenge(await tcp.sendUnsigned('allocate'));
    tcp.socket.send(tcp.signedRequest('allocate', fields));
    await relay.close();
    const next = await relays.start({ minPort: 42_402, maxPort: 42_403 });
    await (await relays.client(next)).request('allocate', fields);
    expect(next.stats()).toMatchObject({ allocations: 1, reservations: 1 });
  });

  test.skipIf(!hasIpv6)(`relays IPv6 on request${hasIpv6 ? '' : ' (not run: no ::1 here)'}`, async () => {
    const relay = await relays.start({ host: '::' });
    const fields = [field(attributes.requestedAddressFamily, 2)];
    const clients = await Promise.all([openUdp(relay.port, '::1'), openUdp(relay.port, '::1')]);
    const [a, b] = clients.map((socket) => relays.track(new TurnClient(socket)));
    if (a === undefined || b === undefined) throw new Error('two clients');
    const [atA, atB] = [await a.allocate(fields), await b.allocate(fields)];
    expect([atA.address, atB.address]).toEqual(['::1', '::1']);
    await Promise.all([a.permit(atB), b.permit(atA)]);
    const received = b.nextData();
    a.sendTo(atB, Buffer.from('six'));
    expect(await received).toEqual({ from: atA, payload: Buffer.from('six') });
    expect(errorOf(await a.permit({ address: '9.9.9.9', port: 9 }))).toBe(443);
    expect((await (await relays.client(relay)).allocate()).address).toBe('127.0.0.1');
  });

  test('closes everything, so that its port can be used again', async () => {
    const relay = await relays.start();
    const [udp, tcp] = [await relays.client(relay), await relays.tcpClient(relay)];
    await Promise.all([udp.allocate(), tcp.allocate()]);
    await relay.close();
    await tcp.socket.closed;
    expect(relay.stats()).toMatchObject({ allocations: 0, connections: 0 });
    const next = await relays.start({ port: relay.port });
    expect(next.port).toBe(relay.port);
  });

  test.each([
    ['an empty secret', { secret: '' }],
    ['a realm that makes responses too long', { realm: 'r'.repeat(65) }],
    ['a host name to listen at', { host: 'localhost' }],
    ['ports the wrong way round', { minPort: 2, maxPort: 1 }],
    ['an invalid range', { allowPeers: ['10.0.0.0/33'] }],
  ])('does not start with %s', async (_name, options) => {
    await expect(startRelay({ secret: testSecret, ...options })).rejects.toThrow(RangeError);
  });

  test('reports events without users and addresses', async () => {
    const events: RelayEvent[] = [];
    const relay = await relays.start({ onEvent: (event) => events.push(event) });
    const client = await relays.client(relay, testUser('a very private name'));
    const relayed = await client.allocate();
    await client.refresh(0);
    expect(events.map(({ type }) => type)).toEqual(['refused', 'allocated', 'released']);
    expect(JSON.stringify(events)).not.toMatch(/private|127\.0\.0\.1/);
    expect(JSON.stringify(events)).not.toContain(String(relayed.port));
  });
});
