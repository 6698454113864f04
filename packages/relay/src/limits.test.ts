import { afterEach, describe, expect, test } from 'vitest';
import { attributes, field } from './codec/attributes.ts';
import { type Relay } from './index.ts';
import { openUdp } from './testing/clientSocket.testing.ts';
import { TestRelays, testClock } from './testing/testRelay.testing.ts';
import { errorOf, overUdp, testUser, TurnClient } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

/** Allows peers on this machine. */
const loopback = { allowPeers: ['127.0.0.0/8'] };

describe('lifetimes', () => {
  test('an allocation ends unless it is refreshed', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock, lifetimes: { unusedMs: 3_600_000 } });
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

  test('a call outlives its credentials, which only Allocate checks', async () => {
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

  test('an allocation without a permission for two minutes ends, because it can carry nothing', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock });
    const [unused, used] = [await relays.client(relay), await relays.client(relay)];
    await Promise.all([unused.allocate(), used.allocate()]);
    clock.pass(119_000);
    await used.permit({ address: '9.9.9.9', port: 9 });
    clock.pass(1_000);
    await expect.poll(() => relay.stats().allocations).toBe(1);
    expect((await used.refresh(600)).kind).toBe('success');
  });

  test('a permission ends after exactly five minutes', async () => {
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

  test('a channel ends after ten minutes, and its number can be bound to another peer', async () => {
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

  test('a nonce is stale after ten minutes, and the new one works', async () => {
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

  test('an unused reservation ends after 30 seconds and frees its quota slot', async () => {
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
  test('count by user across credentials, and ended allocations free their slots', async () => {
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

  test('limit the total of all users', async () => {
    const relay = await relays.start({ quotas: { total: 1 } });
    await (await relays.client(relay, testUser('alice'))).allocate();
    const bob = await relays.client(relay, testUser('bob'));
    expect(errorOf(await bob.request('allocate', [overUdp]))).toBe(486);
  });

  test('sixteen greedy users at other addresses leave room for an honest one', async () => {
    const relay = await relays.start({ quotas: { perUser: 4, total: 64, responsesPerSecond: 1000 } });
    const open = async (userId: string, from: string) =>
      relays.track(new TurnClient(await openUdp(relay.port, '127.0.0.1', from), testUser(userId)));
    for (let at = 0; at < 16; at += 1)
      for (let count = 0; count < 4; count += 1)
        await (await open(`greedy ${at}`, `127.0.0.${at + 2}`)).allocate();
    expect(relay.stats().allocations).toBe(64);
    const honest = await open('honest', '127.0.0.1');
    await honest.allocate();
    expect(relay.stats().allocations).toBe(64);
    const greedy = await open('greedy 0', '127.0.0.2');
    expect(errorOf(await greedy.request('allocate', [overUdp]))).toBe(486);
    expect((await honest.refresh(600)).kind).toBe('success');
  });

  test('a call that uses its allocations keeps them when the relay is full', async () => {
    const relay = await relays.start({ ...loopback, quotas: { total: 3 } });
    const [peer, ...calls] = [
      await relays.peer(),
      ...(await Promise.all([1, 2, 3].map(() => relays.client(relay)))),
    ];
    for (const call of calls) {
      await call.allocate();
      await call.permit(peer.endpoint);
      const received = peer.nextDatagram();
      call.sendTo(peer.endpoint, Buffer.from('media'));
      await received;
    }
    const other = relays.track(
      new TurnClient(await openUdp(relay.port, '127.0.0.1', '127.0.0.2'), testUser('other')),
    );
    expect(errorOf(await other.request('allocate', [overUdp]))).toBe(486);
    expect(relay.stats().allocations).toBe(3);
  });

  test('hold for concurrent requests', async () => {
    const relay = await relays.start({ quotas: { perUser: 3 } });
    const clients = await Promise.all(Array.from({ length: 8 }, () => relays.client(relay)));
    const responses = await Promise.all(clients.map((client) => client.request('allocate', [overUdp])));
    expect(responses.filter(({ kind }) => kind === 'success')).toHaveLength(3);
    expect(relay.stats().allocations).toBe(3);
  });

  test('without a free relayed port an Allocate gets 508 and does not use up the quota', async () => {
    const relay = await relays.start({ minPort: 42_400, maxPort: 42_401 });
    const clients = await Promise.all(Array.from({ length: 3 }, () => relays.client(relay)));
    const responses = await Promise.all(clients.map((client) => client.request('allocate', [overUdp])));
    expect(responses.map(errorOf).filter((code) => code === 508)).toHaveLength(1);
    expect(relay.stats().allocations).toBe(2);
  });
});

describe('before authentication', () => {
  /** Sends 120 requests at once and returns the sizes of the responses, after the relay has read all requests. */
  async function responsesTo(relay: Relay, request: Buffer, socketCount: number): Promise<number[]> {
    const sizes: number[] = [];
    const sockets = await Promise.all(Array.from({ length: socketCount }, () => openUdp(relay.port)));
    for (const socket of sockets) socket.onFrame((frame) => sizes.push(frame.length));
    for (let index = 0; index < 120; index += 1) sockets[index % socketCount]?.send(request);
    await expect.poll(() => sizes.length + relay.stats().responsesWithheld).toBe(120);
    for (const socket of sockets) socket.close();
    return sizes;
  }

  test.each([
    ['Binding', 'binding', 1],
    ['Allocate', 'allocate', 1],
    ['Allocate from many ports', 'allocate', 12],
  ] as const)(
    'one source gets 20 responses per second of at most 160 bytes: %s',
    async (_name, method, sockets) => {
      // The clock stands still, because on a busy machine the test may take more than a second.
      const relay = await relays.start({ realm: 'r'.repeat(64), clock: testClock() });
      const client = await relays.client(relay);
      const request = client.encodeRequest(method, [overUdp], Buffer.alloc(12, 1));
      const sizes = await responsesTo(relay, request, sockets);
      expect(sizes).toHaveLength(20);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(160);
      expect(relay.stats().responsesWithheld).toBe(100);
    },
  );

  test('a response that lists unknown attributes has at most 160 bytes, too', async () => {
    const relay = await relays.start();
    const client = await relays.client(relay);
    const unknown = Array.from({ length: 60 }, (_, index) => ({
      type: 0x7000 + index,
      bytes: () => Buffer.alloc(0),
    }));
    expect((await client.sendUnsigned('binding', unknown)).raw.length).toBeLessThanOrEqual(160);
  });

  test('many users behind one address are served after one of them has authenticated', async () => {
    const relay = await relays.start({ quotas: { perUser: 100 } });
    await (await relays.client(relay)).allocate();
    const clients = await Promise.all(Array.from({ length: 40 }, () => relays.client(relay)));
    await Promise.all(clients.map((client) => client.allocate()));
    expect(relay.stats().responsesWithheld).toBe(0);
  });
});

describe('groups', () => {
  test('when a call ends, its allocations end and its credentials allow no more; another call goes on', async () => {
    const relay = await relays.start();
    const [first, second] = [testUser('ada', 600), testUser('ada', 601)];
    relay.grant(first.username, 'first call');
    relay.grant(second.username, 'second call');
    const clients = await Promise.all([first, first, second].map((user) => relays.client(relay, user)));
    const [a, b, other] = clients;
    if (a === undefined || b === undefined || other === undefined) throw new Error('three clients');
    for (const client of clients) await client.allocate();
    relay.endGroup('first call');
    expect(relay.stats().allocations).toBe(1);
    expect(errorOf(await a.refresh(600))).toBe(437);
    expect(errorOf(await b.request('allocate', [overUdp]))).toBe(401);
    expect((await other.refresh(600)).kind).toBe('success');
  });

  test('a user name may be granted after its first allocation', async () => {
    const relay = await relays.start();
    const user = testUser('ada');
    await (await relays.client(relay, user)).allocate();
    relay.grant(user.username, 'call');
    relay.endGroup('call');
    expect(relay.stats().allocations).toBe(0);
  });

  test('an allocation outlives the expiry of its credentials, and still ends with its group', async () => {
    const clock = testClock();
    const relay = await relays.start({ clock });
    const user = testUser('ada', 60);
    relay.grant(user.username, 'call');
    await (await relays.client(relay, user)).allocate();
    clock.pass(120_000);
    relay.endGroup('call');
    expect(relay.stats().allocations).toBe(0);
  });
});
