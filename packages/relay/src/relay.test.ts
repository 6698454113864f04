import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { attributes, field } from './codec/attributes.ts';
import { dataIndication } from './codec/indications.ts';
import { relayUrls, startRelay, type Relay, type RelayEvent } from './index.ts';
import { openTcp, openTls, openUdp } from './testing/clientSocket.testing.ts';
import { makeCertificate } from './testing/coturnTools.testing.ts';
import { TestRelays, testClock } from './testing/testRelay.testing.ts';
import { errorOf, overUdp, testSecret, testUser, TurnClient } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

const loopback = { allowPeers: ['127.0.0.0/8'] };

describe('payload', () => {
  test('travels between two clients inside the process, by Send and Data', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.permit(atB), b.permit(atA)]);
    const received = b.nextData();
    a.sendTo(atB, Buffer.from('hello'));
    expect(await received).toEqual({ from: atA, payload: Buffer.from('hello') });
    expect(relay.stats()).toMatchObject({ packetsToPeers: 1, packetsInside: 1, packetsToClients: 1 });
  });

  test('travels between two clients over channels, of any length', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.tcpClient(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.bind(0x4001, atB), b.bind(0x4002, atA)]);
    for (const length of [0, 1, 2, 3, 4, 1200, 9000]) {
      const payload = Buffer.alloc(length, length);
      const toB = b.nextData();
      a.sendOver(0x4001, payload);
      expect(await toB).toEqual({ from: 0x4002, payload });
      const toA = a.nextData();
      b.sendOver(0x4002, payload);
      expect(await toA).toEqual({ from: 0x4001, payload });
    }
  });

  test('goes out to a named range and comes back, by Send and over a channel', async () => {
    const relay = await relays.start(loopback);
    const client = await relays.client(relay);
    const peer = await relays.peer();
    const relayed = await client.allocate();
    await client.permit(peer.endpoint);
    const out = peer.nextDatagram();
    client.sendTo(peer.endpoint, Buffer.from('out'));
    expect(await out).toEqual({ text: 'out', from: relayed });
    const back = client.nextData();
    peer.socket.send('back', relayed.port, relayed.address);
    expect(await back).toEqual({ from: peer.endpoint, payload: Buffer.from('back') });
    await client.bind(0x4000, peer.endpoint);
    const overChannel = client.nextData();
    peer.socket.send('again', relayed.port, relayed.address);
    expect(await overChannel).toEqual({ from: 0x4000, payload: Buffer.from('again') });
  });

  test('from a client that permitted nobody, to one that did, does not pass; nor the other way', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await b.permit(atA);
    let passed = 0;
    for (const client of [a, b]) client.onData = () => (passed += 1);
    a.sendTo(atB, Buffer.from('no permission to send'));
    b.sendTo(atA, Buffer.from('no permission to receive'));
    await b.refresh(600);
    await a.refresh(600);
    expect(passed).toBe(0);
    expect(relay.stats().droppedWithoutPermission).toBe(2);
  });

  test('to and from a service of this machine does not pass, although an allocation lives at its address', async () => {
    const relay = await relays.start();
    const client = await relays.client(relay);
    const service = await relays.peer();
    const relayed = await client.allocate();
    expect((await client.permit(service.endpoint)).kind).toBe('success');
    let passed = 0;
    service.socket.on('message', () => (passed += 1));
    client.onData = () => (passed += 1);
    client.sendTo(service.endpoint, Buffer.from('into'));
    service.socket.send('out of', relayed.port, relayed.address);
    await expect.poll(() => relay.stats().droppedByFilter).toBe(2);
    expect(passed).toBe(0);
  });

  test('from an allocation that has ended is a stranger’s', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.bind(0x4000, atB), b.bind(0x4000, atA)]);
    await b.refresh(0);
    a.sendOver(0x4000, Buffer.from('too late'));
    await a.refresh(600);
    expect(relay.stats()).toMatchObject({ packetsInside: 0, droppedByFilter: 1 });
  });

  test('an indication that only servers send changes nothing', async () => {
    const relay = await relays.start();
    const client = await relays.client(relay);
    const relayed = await client.allocate();
    client.socket.send(dataIndication(relayed, Buffer.from('x')));
    expect((await client.refresh(600)).kind).toBe('success');
  });
});

describe('lifetimes', () => {
  test('an allocation ends when it is not refreshed, and lives on when it is', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock });
    const client = await relays.client(relay);
    await client.allocate();
    clock.pass(599_000);
    expect((await client.refresh(600)).kind).toBe('success');
    clock.pass(599_000);
    expect((await client.permit({ address: '9.9.9.9', port: 9 })).kind).toBe('success');
    clock.pass(1000);
    expect(errorOf(await client.refresh(600))).toBe(437);
    await expect.poll(() => relay.stats().allocations).toBe(0);
    expect((await client.allocate()).port).toBeGreaterThan(0);
  });

  test('a call outlives its credentials: they count at Allocate only', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock });
    const client = await relays.client(relay, testUser('user', 60));
    const relayed = await client.allocate();
    clock.pass(120_000);
    expect((await client.refresh(600)).kind).toBe('success');
    expect((await client.bind(0x4000, relayed)).kind).toBe('success');
    const late = await relays.client(relay, testUser('user', 60));
    expect(errorOf(await late.request('allocate', [overUdp]))).toBe(401);
  });

  test('a permission ends after five minutes, to the packet', async () => {
    const clock = testClock();
    const relay = await relays.start({ ...loopback, clock });
    const client = await relays.client(relay);
    const peer = await relays.peer();
    await client.allocate();
    await client.permit(peer.endpoint);
    clock.pass(299_999);
    const received = peer.nextDatagram();
    client.sendTo(peer.endpoint, Buffer.from('in time'));
    expect((await received).text).toBe('in time');
    clock.pass(1);
    client.sendTo(peer.endpoint, Buffer.from('too late'));
    await client.refresh(600);
    expect(relay.stats().droppedWithoutPermission).toBe(1);
  });

  test('a channel ends after ten minutes; its number is free for another peer then', async () => {
    const clock = testClock();
    const relay = await relays.start({ ...loopback, clock });
    const client = await relays.client(relay);
    const [peer, other] = [await relays.peer(), await relays.peer()];
    await client.allocate([field(attributes.lifetime, 3600)]);
    await client.bind(0x4000, peer.endpoint);
    clock.pass(599_999);
    expect(errorOf(await client.bind(0x4000, other.endpoint))).toBe(400);
    await client.permit(peer.endpoint);
    const received = peer.nextDatagram();
    client.sendOver(0x4000, Buffer.from('in time'));
    expect((await received).text).toBe('in time');
    clock.pass(1);
    const before = relay.stats().packetsToPeers;
    client.sendOver(0x4000, Buffer.from('too late'));
    expect((await client.bind(0x4000, other.endpoint)).kind).toBe('success');
    expect(relay.stats().packetsToPeers).toBe(before);
  });

  test('a nonce ends after ten minutes with 438, and the fresh one works', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock });
    const client = await relays.client(relay);
    await client.allocate([field(attributes.lifetime, 3600)]);
    const old = client.nonce;
    clock.pass(600_001);
    expect(errorOf(await client.exchange(client.signedRequest('refresh', [])))).toBe(438);
    expect((await client.refresh(600)).kind).toBe('success');
    expect(client.nonce).not.toBe(old);
  });

  test('a kept port that nobody comes for is closed after 30 seconds, and its place is free', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock, quotas: { perUser: 2 } });
    const client = await relays.client(relay);
    await client.allocate([field(attributes.evenPort, true)]);
    const second = await relays.client(relay);
    expect(errorOf(await second.request('allocate', [overUdp]))).toBe(486);
    clock.pass(30_000);
    await expect.poll(() => relay.stats().reservations).toBe(0);
    await second.allocate();
  });
});

describe('quotas', () => {
  test('count by user, whatever the credentials, and places come back', async () => {
    const relay = await relays.start({ quotas: { perUser: 2 } });
    const clients = await Promise.all(
      [60, 120, 180].map((ttl) => relays.client(relay, testUser('alice', ttl))),
    );
    const [first, second, third] = clients;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three clients');
    await first.allocate();
    await second.allocate();
    expect(errorOf(await third.request('allocate', [overUdp]))).toBe(486);
    const bob = await relays.client(relay, testUser('bob'));
    await bob.allocate();
    await first.refresh(0);
    await third.allocate();
  });

  test('count all users together', async () => {
    const relay = await relays.start({ quotas: { total: 1 } });
    await (await relays.client(relay, testUser('alice'))).allocate();
    const bob = await relays.client(relay, testUser('bob'));
    expect(errorOf(await bob.request('allocate', [overUdp]))).toBe(486);
  });

  test('hold when all ask at once', async () => {
    const relay = await relays.start({ quotas: { perUser: 3 } });
    const clients = await Promise.all(Array.from({ length: 8 }, () => relays.client(relay)));
    const answers = await Promise.all(clients.map((client) => client.request('allocate', [overUdp])));
    expect(answers.filter(({ kind }) => kind === 'success')).toHaveLength(3);
    expect(relay.stats().allocations).toBe(3);
  });

  test('where no relayed port is left, an Allocate gets 508 and the place comes back', async () => {
    const relay = await relays.start({ minPort: 42_400, maxPort: 42_401 });
    const clients = await Promise.all(Array.from({ length: 3 }, () => relays.client(relay)));
    const answers = await Promise.all(clients.map((client) => client.request('allocate', [overUdp])));
    expect(answers.map(errorOf).filter((code) => code === 508)).toHaveLength(1);
    expect(relay.stats().allocations).toBe(2);
  });
});

describe('before authentication', () => {
  /** Sends 120 requests at once, and gives the sizes of their answers once the relay has read all of them. */
  async function answersTo(relay: Relay, request: Buffer, sockets: number): Promise<number[]> {
    const sizes: number[] = [];
    const wires = await Promise.all(Array.from({ length: sockets }, () => openUdp(relay.port)));
    for (const wire of wires) wire.onFrame((frame) => sizes.push(frame.length));
    for (let index = 0; index < 120; index += 1) wires[index % sockets]?.send(request);
    await expect.poll(() => sizes.length + relay.stats().responsesWithheld).toBe(120);
    for (const wire of wires) wire.close();
    return sizes;
  }

  test.each([
    ['Binding', 'binding', 1],
    ['Allocate', 'allocate', 1],
    ['Allocate from many ports', 'allocate', 12],
  ] as const)(
    'one source gets 20 answers a second, each of at most 160 bytes: %s',
    async (_name, method, sockets) => {
      // Time stands still: on a busy machine more than a second may pass.
      const relay = await relays.start({ realm: 'r'.repeat(64), clock: testClock() });
      const client = await relays.client(relay);
      const request = client.encodeRequest(method, [overUdp], Buffer.alloc(12, 1));
      const sizes = await answersTo(relay, request, sockets);
      expect(sizes).toHaveLength(20);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(160);
      expect(relay.stats().responsesWithheld).toBe(100);
    },
  );

  test('an answer that names unknown attributes has at most 160 bytes too', async () => {
    const relay = await relays.start();
    const client = await relays.client(relay);
    const strange = Array.from({ length: 60 }, (_, index) => ({
      type: 0x7000 + index,
      bytes: () => Buffer.alloc(0),
    }));
    expect((await client.sendUnsigned('binding', strange)).raw.length).toBeLessThanOrEqual(160);
  });

  test('many users behind one address are served, once one of them has proved that it is there', async () => {
    const relay = await relays.start({ quotas: { perUser: 100 } });
    await (await relays.client(relay)).allocate();
    const clients = await Promise.all(Array.from({ length: 40 }, () => relays.client(relay)));
    await Promise.all(clients.map((client) => client.allocate()));
    expect(relay.stats().responsesWithheld).toBe(0);
  });
});

describe('connections', () => {
  test('a client over TCP gives a message byte by byte', async () => {
    const relay = await relays.start();
    const client = await relays.tcpClient(relay);
    const request = client.encodeRequest('binding', [], Buffer.alloc(12, 3));
    const answered = client.exchange(request.subarray(0, 20));
    for (const byte of request.subarray(20)) client.socket.send(Buffer.from([byte]));
    expect((await answered).kind).toBe('success');
  });

  test('the end of a connection ends its allocation at once', async () => {
    const events: RelayEvent[] = [];
    const relay = await relays.start({ onEvent: (event) => events.push(event) });
    const client = await relays.tcpClient(relay);
    await client.allocate();
    expect(relay.stats()).toMatchObject({ allocations: 1, connections: 1 });
    client.close();
    await expect.poll(() => relay.stats()).toMatchObject({ allocations: 0, connections: 0 });
    expect(events.at(-1)).toMatchObject({ type: 'released', reason: 'disconnected', transport: 'tcp' });
  });

  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a message with a wrong cookie', Buffer.from('0001000000000000000000000000000000000000', 'hex')],
    ['a frame that is too long for a stranger', Buffer.from('000108002112a442', 'hex')],
  ])('%s closes the connection without an answer', async (_name, bytes) => {
    const relay = await relays.start();
    const wire = await openTcp(relay.port);
    let answers = 0;
    wire.onFrame(() => (answers += 1));
    wire.send(bytes);
    await wire.closed;
    expect(answers).toBe(0);
  });

  test('a connection on which nothing is allocated is closed, one with an allocation stays', async () => {
    const relay = await relays.start({ lifetimes: { idleConnectionMs: 1_000 } });
    const [idle, busy] = [await openTcp(relay.port), await relays.tcpClient(relay)];
    await busy.allocate();
    await idle.closed;
    expect((await busy.refresh(600)).kind).toBe('success');
    expect(relay.stats().connections).toBe(1);
  });

  test('one address may hold so many connections, and one more is closed', async () => {
    const relay = await relays.start({ quotas: { connectionsPerAddress: 2 } });
    const [first] = [await openTcp(relay.port), await openTcp(relay.port)];
    const third = await openTcp(relay.port);
    await third.closed;
    expect(relay.stats()).toMatchObject({ connections: 2, connectionsRefused: 1 });
    first.close();
    await expect.poll(() => relay.stats().connections).toBe(1);
    const client = await relays.tcpClient(relay);
    expect((await client.sendUnsigned('binding')).kind).toBe('success');
  });

  test('who does not read loses packets, and the relay’s memory stays', async () => {
    const relay = await relays.start();
    const [a, slow] = [await relays.tcpClient(relay), await relays.tcpClient(relay)];
    const [atA, atSlow] = [await a.allocate(), await slow.allocate()];
    await Promise.all([a.bind(0x4000, atSlow), slow.bind(0x4000, atA)]);
    slow.socket.pause();
    const payload = Buffer.alloc(60_000);
    await expect
      .poll(() => {
        for (let index = 0; index < 20; index += 1) a.sendOver(0x4000, payload);
        return relay.stats().droppedByCongestion;
      })
      .toBeGreaterThan(100);
  });

  test('over TLS the same is served, at a port of its own', async () => {
    const certificate = makeCertificate();
    if (certificate === undefined) throw new Error('This needs openssl.');
    const relay = await relays.start({ tls: { cert: certificate.cert, key: certificate.key, port: 0 } });
    certificate.remove();
    const a = relays.track(new TurnClient(await openTls(relay.tlsPort ?? 0)));
    const b = await relays.client(relay);
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.bind(0x4000, atB), b.bind(0x4000, atA)]);
    const received = b.nextData();
    a.sendOver(0x4000, Buffer.from('sealed on the way'));
    expect((await received).payload.toString()).toBe('sealed on the way');
    const stranger = await openTcp(relay.tlsPort ?? 0);
    stranger.send(Buffer.from('no handshake'));
    await stranger.closed;
  });
});

describe('the house', () => {
  test('takes the next free port when one is taken, for UDP or for TCP', async () => {
    const taken = createServer().listen(4160, '127.0.0.1');
    const takenUdp = createSocket('udp4').bind(4161, '127.0.0.1');
    await Promise.all([once(taken, 'listening'), once(takenUdp, 'listening')]);
    const relay = await relays.start({ port: 4160 });
    expect(relay.port).toBe(4162);
    taken.close();
    takenUdp.close();
  });

  test('tells its URLs for a name and for an address', async () => {
    const relay = await relays.start();
    expect(relayUrls('call.example', relay)).toEqual([
      `stun:call.example:${relay.port}`,
      `turn:call.example:${relay.port}?transport=udp`,
      `turn:call.example:${relay.port}?transport=tcp`,
    ]);
    expect(relayUrls('2001:db8::1', relay)[0]).toBe(`stun:[2001:db8::1]:${relay.port}`);
  });

  test('makes credentials that it takes', async () => {
    const relay = await relays.start();
    await (await relays.client(relay, relay.credentials('carol', 60))).allocate();
  });

  test('behind a router it names the outer address, at which its own allocations find each other', async () => {
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

  test('listening everywhere it answers each client from the address that was asked', async () => {
    const relay = await relays.start({ host: '0.0.0.0' });
    const client = await relays.client(relay);
    expect((await client.allocate()).address).toBe('127.0.0.1');
  });

  test('closes while an Allocate is under way, and keeps no port', async () => {
    const relay = await relays.start({ minPort: 42_402, maxPort: 42_403 });
    const client = await relays.client(relay);
    client.readChallenge(await client.sendUnsigned('allocate'));
    const wish = [overUdp, field(attributes.evenPort, true)];
    client.socket.send(client.signedRequest('allocate', wish));
    const tcp = await relays.tcpClient(relay);
    tcp.readChallenge(await tcp.sendUnsigned('allocate'));
    tcp.socket.send(tcp.signedRequest('allocate', wish));
    await relay.close();
    const next = await relays.start({ minPort: 42_402, maxPort: 42_403 });
    await (await relays.client(next)).request('allocate', wish);
    expect(next.stats()).toMatchObject({ allocations: 1, reservations: 1 });
  });

  test.skipIf(!hasIpv6)(
    `relays IPv6 for those who ask for it${hasIpv6 ? '' : ' (not run: no ::1 here)'}`,
    async () => {
      const relay = await relays.start({ host: '::' });
      const wish = [field(attributes.requestedAddressFamily, 2)];
      const clients = await Promise.all([openUdp(relay.port, '::1'), openUdp(relay.port, '::1')]);
      const [a, b] = clients.map((wire) => relays.track(new TurnClient(wire)));
      if (a === undefined || b === undefined) throw new Error('two clients');
      const [atA, atB] = [await a.allocate(wish), await b.allocate(wish)];
      expect([atA.address, atB.address]).toEqual(['::1', '::1']);
      await Promise.all([a.permit(atB), b.permit(atA)]);
      const received = b.nextData();
      a.sendTo(atB, Buffer.from('six'));
      expect(await received).toEqual({ from: atA, payload: Buffer.from('six') });
      expect(errorOf(await a.permit({ address: '9.9.9.9', port: 9 }))).toBe(443);
      expect((await (await relays.client(relay)).allocate()).address).toBe('127.0.0.1');
    },
  );

  test('closes all it has, and its port can be had again', async () => {
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
    ['a realm that makes answers too long', { realm: 'r'.repeat(65) }],
    ['a host name to listen at', { host: 'localhost' }],
    ['ports the wrong way round', { minPort: 2, maxPort: 1 }],
    ['a range with a hole', { allowPeers: ['10.0.0.0/33'] }],
  ])('does not start with %s', async (_name, options) => {
    await expect(startRelay({ secret: testSecret, ...options })).rejects.toThrow(RangeError);
  });

  test('tells what happens without telling who', async () => {
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
