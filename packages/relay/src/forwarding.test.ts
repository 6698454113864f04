import { afterEach, describe, expect, test } from 'vitest';
import { dataIndication } from './codec/indications.ts';
import { TestRelays, testClock } from './testing/testRelay.testing.ts';
import { testUser } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

/** Allows peers on this machine. */
const loopback = { allowPeers: ['127.0.0.0/8'] };

describe('forwarding', () => {
  test('carries Send and Data between two clients inside the process', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.permit(atB), b.permit(atA)]);
    const received = b.nextData();
    a.sendTo(atB, Buffer.from('hello'));
    expect(await received).toEqual({ from: atA, payload: Buffer.from('hello') });
    expect(relay.stats()).toMatchObject({ packetsToPeers: 1, packetsInside: 1, packetsToClients: 1 });
  });

  test('carries channel data of any length between two clients', async () => {
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

  test('a user who sends too much loses packets, the other user of the relay does not', async () => {
    const quotas = { bytesPerSecondPerUser: 20_000 };
    const relay = await relays.start({ ...loopback, quotas, clock: testClock() });
    const clients = [
      await relays.client(relay, testUser('greedy')),
      await relays.client(relay, testUser('honest')),
    ];
    const [greedy, honest] = clients;
    const peer = await relays.peer();
    for (const client of clients) {
      await client.allocate();
      await client.permit(peer.endpoint);
    }
    for (let count = 0; count < 40; count += 1) greedy?.sendTo(peer.endpoint, Buffer.alloc(1_000));
    await expect.poll(() => relay.stats().droppedByBandwidth).toBe(24);
    const received = new Promise<string>((resolve) => {
      peer.socket.on('message', (bytes) => bytes[0] !== 0 && resolve(bytes.toString()));
    });
    honest?.sendTo(peer.endpoint, Buffer.from('in time'));
    expect(await received).toBe('in time');
  });

  test('exchanges packets with a peer in an allowed range, by Send and over a channel', async () => {
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

  test('drops packets between two clients of which only one has a permission, in both directions', async () => {
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

  test('drops packets to and from a service on this machine, although an allocation has the same address', async () => {
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

  test('treats an allocation that has ended like any local address', async () => {
    const relay = await relays.start();
    const [a, b] = [await relays.client(relay), await relays.client(relay)];
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.bind(0x4000, atB), b.bind(0x4000, atA)]);
    await b.refresh(0);
    a.sendOver(0x4000, Buffer.from('too late'));
    await a.refresh(600);
    expect(relay.stats()).toMatchObject({ packetsInside: 0, droppedByFilter: 1 });
  });

  test('ignores a Data indication from a client', async () => {
    const relay = await relays.start();
    const client = await relays.client(relay);
    const relayed = await client.allocate();
    client.socket.send(dataIndication(relayed, Buffer.from('x')));
    expect((await client.refresh(600)).kind).toBe('success');
  });
});
