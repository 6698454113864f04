import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Relay } from '../index.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { longTermKey } from '../codec/integrity.ts';
import { hasValidIntegrity, valueOf } from '../codec/message.ts';
import { openUdp } from '../testing/clientSocket.testing.ts';
import { TestRelays } from '../testing/testRelay.testing.ts';
import { errorOf, overUdp, testUser, TurnClient } from '../testing/turnClient.testing.ts';

const relays = new TestRelays();
let relay: Relay;
let client: TurnClient;
const publicPeer = { address: '9.9.9.9', port: 9 };

beforeEach(async () => {
  relay = await relays.start();
  client = await relays.client(relay);
});
afterEach(() => relays.close());

function raw(type: number, hex: string): Field {
  return { type, bytes: () => Buffer.from(hex, 'hex') };
}

describe('Binding', () => {
  test('returns the client’s address', async () => {
    const response = await client.sendUnsigned('binding');
    expect(response).toMatchObject({ kind: 'success', method: 'binding' });
    const own = { address: '127.0.0.1', port: client.socket.localPort };
    expect(valueOf(response, attributes.xorMappedAddress)).toEqual(own);
  });

  test('lists unknown attributes', async () => {
    const response = await client.sendUnsigned('binding', [raw(0x7001, ''), raw(0x7002, '00')]);
    expect(errorOf(response)).toBe(420);
    expect(valueOf(response, attributes.unknownAttributes)).toEqual([0x7001, 0x7002]);
  });
});

describe('credentials', () => {
  test('without them a request gets 401 with realm and nonce, without integrity', async () => {
    const response = await client.sendUnsigned('allocate', [overUdp]);
    expect(errorOf(response)).toBe(401);
    expect(valueOf(response, attributes.realm)).toBe('ringback');
    expect(valueOf(response, attributes.nonce)).toMatch(/^[\w.-]{18,40}$/);
    expect(response.integrity).toBeUndefined();
    expect(response.raw.length).toBeLessThanOrEqual(160);
  });

  test('a signed request without nonce, realm or user name gets 400', async () => {
    const request = client.encodeRequest('allocate', [overUdp], randomBytes(12), {
      hash: 'sha1',
      key: Buffer.from('k'),
    });
    expect(errorOf(await client.exchange(request))).toBe(400);
  });

  test.each([
    ['another password', { username: testUser().username, credential: 'guess' }],
    ['a user name without expiry', { username: 'alice', credential: 'guess' }],
    ['expired ones', testUser('user', -1)],
  ])('with %s an Allocate gets 401', async (_name, user) => {
    client.user = user;
    const response = await client.request('allocate', [overUdp]);
    expect(errorOf(response)).toBe(401);
    expect(valueOf(response, attributes.nonce)).toBeDefined();
    expect(relay.stats().allocations).toBe(0);
  });

  test('with a nonce of another client a request gets 438 and a new nonce', async () => {
    const other = await relays.client(relay);
    await other.allocate();
    client.readChallenge(await client.sendUnsigned('allocate'));
    const own = client.nonce;
    client.nonce = other.nonce;
    const response = await client.exchange(client.signedRequest('allocate', [overUdp]));
    expect(errorOf(response)).toBe(438);
    expect(valueOf(response, attributes.nonce)?.length).toBe(own.length);
  });

  test('responses to authenticated users are signed with their key, with the hash of the request', async () => {
    for (const hash of ['sha1', 'sha256'] as const) {
      const each = relays.track(new TurnClient(await openUdp(relay.port), testUser(), hash));
      const response = await each.request('allocate', [overUdp]);
      expect(response.integrity?.hash).toBe(hash);
      expect(
        hasValidIntegrity(response, longTermKey(each.user.username, 'ringback', each.user.credential)),
      ).toBe(true);
    }
  });
});

describe('Allocate', () => {
  test('returns a relayed port in the range, the client’s address and a lifetime', async () => {
    const response = await client.request('allocate', [overUdp]);
    const relayed = valueOf(response, attributes.xorRelayedAddress);
    expect(relayed?.address).toBe('127.0.0.1');
    expect(relayed?.port).toBeGreaterThanOrEqual(42_000);
    expect(relayed?.port).toBeLessThanOrEqual(42_399);
    expect(valueOf(response, attributes.xorMappedAddress)?.port).toBe(client.socket.localPort);
    expect(valueOf(response, attributes.lifetime)).toBe(600);
  });

  test.each([
    [1, 600],
    [599, 600],
    [1200, 1200],
    [100_000, 3600],
  ])('asked for %i seconds gives %i', async (wanted, given) => {
    const response = await client.request('allocate', [overUdp, field(attributes.lifetime, wanted)]);
    expect(valueOf(response, attributes.lifetime)).toBe(given);
  });

  const token = field(attributes.reservationToken, Buffer.alloc(8));
  const family = (number: number): Field => field(attributes.requestedAddressFamily, number);
  const second = (number: number): Field => field(attributes.additionalAddressFamily, number);
  test.each<[number, string, Field[]]>([
    [400, 'without a transport', []],
    [442, 'over TCP', [field(attributes.requestedTransport, 6)]],
    [420, 'with DONT-FRAGMENT', [overUdp, raw(0x001a, '')]],
    [440, 'for an unknown family', [overUdp, family(3)]],
    [400, 'with a token and a family', [overUdp, token, family(1)]],
    [400, 'with a token and an even port', [overUdp, token, field(attributes.evenPort, false)]],
    [508, 'with a token that was never given', [overUdp, token]],
    [400, 'for two families, one of them asked for by itself', [overUdp, family(1), second(2)]],
    [400, 'for IPv4 as the second family', [overUdp, second(1)]],
    [400, 'for two families and two ports', [overUdp, second(2), field(attributes.evenPort, true)]],
  ])('is refused with %i %s', async (code, _name, fields) => {
    const response = await client.request('allocate', fields);
    expect(errorOf(response)).toBe(code);
    expect(relay.stats().allocations).toBe(0);
    expect(await client.allocate()).toBeDefined();
  });

  test('lists DONT-FRAGMENT as unknown', async () => {
    const response = await client.request('allocate', [overUdp, raw(0x001a, '')]);
    expect(valueOf(response, attributes.unknownAttributes)).toEqual([0x001a]);
  });

  test('for two families returns IPv4 and the error for the second', async () => {
    const response = await client.request('allocate', [overUdp, second(2)]);
    expect(valueOf(response, attributes.xorRelayedAddress)?.address).toBe('127.0.0.1');
    expect(valueOf(response, attributes.addressErrorCode)).toMatchObject({ family: 2, code: 440 });
  });

  test('a second time gets 437, and the first allocation stays', async () => {
    await client.allocate();
    expect(errorOf(await client.request('allocate', [overUdp]))).toBe(437);
    expect(relay.stats().allocations).toBe(1);
  });

  test('a retransmitted request gets the same response and no second port', async () => {
    client.readChallenge(await client.sendUnsigned('allocate'));
    const request = client.signedRequest('allocate', [overUdp]);
    const answered = client.exchange(request);
    client.socket.send(request);
    const first = await answered;
    const again = await client.exchange(request);
    expect(again.raw).toEqual(first.raw);
    expect(relay.stats().allocations).toBe(1);
  });

  test('with EVEN-PORT reserves the next port for the same user, once', async () => {
    const response = await client.request('allocate', [overUdp, field(attributes.evenPort, true)]);
    const first = valueOf(response, attributes.xorRelayedAddress);
    const reserved = valueOf(response, attributes.reservationToken);
    if (first === undefined || reserved === undefined) throw new Error('no port was reserved');
    expect(first.port % 2).toBe(0);
    expect(relay.stats().reservations).toBe(1);
    const otherUser = await relays.client(relay, testUser('other'));
    const redeem = [overUdp, field(attributes.reservationToken, reserved)];
    expect(errorOf(await otherUser.request('allocate', redeem))).toBe(508);
    const second = await relays.client(relay);
    const given = valueOf(await second.request('allocate', redeem), attributes.xorRelayedAddress);
    expect(given?.port).toBe(first.port + 1);
    expect(relay.stats().reservations).toBe(0);
    const third = await relays.client(relay);
    expect(errorOf(await third.request('allocate', redeem))).toBe(508);
  });
});

describe('Refresh', () => {
  test('without an allocation gets 437', async () => {
    expect(errorOf(await client.refresh(600))).toBe(437);
  });

  test('returns the new lifetime', async () => {
    await client.allocate();
    expect(valueOf(await client.refresh(900), attributes.lifetime)).toBe(900);
  });

  test('to zero ends the allocation, and a retransmission gets the same response', async () => {
    await client.allocate();
    const request = client.signedRequest('refresh', [field(attributes.lifetime, 0)]);
    const first = await client.exchange(request);
    expect(valueOf(first, attributes.lifetime)).toBe(0);
    expect(relay.stats().allocations).toBe(0);
    expect((await client.exchange(request)).raw).toEqual(first.raw);
    expect(errorOf(await client.refresh(0))).toBe(437);
  });

  test('of another user gets 441', async () => {
    await client.allocate();
    client.user = testUser('another');
    expect(errorOf(await client.refresh(0))).toBe(441);
    expect(relay.stats().allocations).toBe(1);
  });

  test('for the other family gets 443', async () => {
    await client.allocate();
    const response = await client.request('refresh', [field(attributes.requestedAddressFamily, 2)]);
    expect(errorOf(response)).toBe(443);
  });
});

describe('CreatePermission', () => {
  const ipv6Peer = { address: '2606:4700::1111', port: 9 };
  test.each([
    [400, 'without an address', []],
    [443, 'for the other family', [publicPeer, ipv6Peer]],
    [403, 'for a private address', [publicPeer, { address: '10.0.0.1', port: 9 }]],
    [403, 'for a metadata service', [{ address: '169.254.169.254', port: 80 }]],
    [403, 'for loopback where no allocation is', [{ address: '127.0.0.2', port: 80 }]],
  ])('is refused with %i %s', async (code, _name, peers) => {
    await client.allocate();
    expect(errorOf(await client.permit(...peers))).toBe(code);
  });

  test('without an allocation gets 437', async () => {
    expect(errorOf(await client.permit(publicPeer))).toBe(437);
  });

  test('for public addresses, and for those of allocations here, is granted', async () => {
    const relayed = await client.allocate();
    expect((await client.permit(publicPeer, relayed, { ...publicPeer, port: 0 })).kind).toBe('success');
  });

  test('is granted for 64 addresses, and existing permissions can be refreshed', async () => {
    await client.allocate();
    const peer = (index: number) => ({ address: `9.9.9.${index}`, port: 9 });
    const peers = Array.from({ length: 64 }, (_, index) => peer(index));
    for (let index = 0; index < 64; index += 16) {
      expect((await client.permit(...peers.slice(index, index + 16))).kind).toBe('success');
    }
    expect(errorOf(await client.permit(peer(64)))).toBe(508);
    expect((await client.permit(peer(0))).kind).toBe('success');
  });
});

describe('ChannelBind', () => {
  test.each([
    [400, 'below the range', 0x3fff, publicPeer],
    [400, 'above the range', 0x8000, publicPeer],
    [400, 'for port 0', 0x4000, { ...publicPeer, port: 0 }],
    [443, 'for the other family', 0x4000, { address: '2606:4700::1111', port: 9 }],
    [403, 'for a private address', 0x4000, { address: '192.168.1.1', port: 9 }],
    [403, 'for a port here that is no allocation’s', 0x4000, { address: '127.0.0.1', port: 22 }],
  ])('is refused with %i %s', async (code, _name, channel, peer) => {
    await client.allocate();
    expect(errorOf(await client.bind(channel, peer))).toBe(code);
  });

  test('without number or peer gets 400, without an allocation 437', async () => {
    expect(errorOf(await client.bind(0x4000, publicPeer))).toBe(437);
    await client.allocate();
    expect(errorOf(await client.request('channelBind', [field(attributes.channelNumber, 0x4000)]))).toBe(400);
    expect(errorOf(await client.request('channelBind', [field(attributes.xorPeerAddress, publicPeer)]))).toBe(
      400,
    );
  });

  test('binds and rebinds a channel, but another peer or another number gets 400', async () => {
    await client.allocate();
    expect((await client.bind(0x4000, publicPeer)).kind).toBe('success');
    expect((await client.bind(0x4000, publicPeer)).kind).toBe('success');
    expect(errorOf(await client.bind(0x4000, { ...publicPeer, port: 10 }))).toBe(400);
    expect(errorOf(await client.bind(0x4001, publicPeer))).toBe(400);
    expect((await client.bind(0x7fff, { ...publicPeer, port: 10 })).kind).toBe('success');
  });

  test('binds at most 64 channels', async () => {
    await client.allocate();
    for (let index = 0; index < 64; index += 1) {
      expect((await client.bind(0x4000 + index, { ...publicPeer, port: 100 + index })).kind).toBe('success');
    }
    expect(errorOf(await client.bind(0x5000, { ...publicPeer, port: 99 }))).toBe(508);
  });
});
