import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { attributes, field } from './codec/attributes.ts';
import { channelFrame } from './codec/channelData.ts';
import { encode } from './codec/encode.ts';
import { dataIndication, parseSend } from './codec/indications.ts';
import { parseMessage } from './codec/message.ts';
import { openTcp } from './testing/clientSocket.testing.ts';
import { TestRelays, testClock } from './testing/testRelay.testing.ts';
import { overUdp, type TurnClient } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

const seed = 20_260_801;

/** Mulberry32: small, fast, and the same on every machine. */
function dice(start: number): (sides: number) => number {
  let state = start;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** Messages of every kind from a client with an allocation. */
function corpus(client: TurnClient): Buffer[] {
  const peer = { address: '9.9.9.9', port: 9 };
  const peerField = field(attributes.xorPeerAddress, peer);
  const send = [peerField, field(attributes.data, Buffer.from('payload'))];
  return [
    client.signedRequest('allocate', [overUdp, field(attributes.evenPort, true)]),
    client.signedRequest('refresh', [field(attributes.lifetime, 600)]),
    client.signedRequest('createPermission', [peerField, peerField]),
    client.signedRequest('channelBind', [field(attributes.channelNumber, 0x4000), peerField]),
    client.encodeRequest('binding', [], Buffer.alloc(12)),
    encode({ kind: 'indication', method: 'send', transactionId: Buffer.alloc(12), fields: send }),
    dataIndication(peer, Buffer.from('payload')),
    channelFrame(0x4000, Buffer.from('payload'), 1),
    Buffer.alloc(0),
  ];
}

/** One damaged copy: flipped bits, truncated, extended, or random bytes. */
function damaged(samples: readonly Buffer[], roll: (sides: number) => number): Buffer {
  const sample = Buffer.from(samples[roll(samples.length)] ?? Buffer.alloc(0));
  switch (roll(5)) {
    case 0:
      return sample.subarray(0, roll(sample.length + 1));
    case 1:
      return Buffer.concat([sample, Buffer.alloc(roll(64), roll(256))]);
    case 2:
      return Buffer.from(Array.from({ length: roll(200) }, () => roll(256)));
    default:
      for (let times = roll(6); times >= 0 && sample.length > 0; times -= 1) {
        const at = roll(sample.length);
        sample[at] = roll(2) === 0 ? roll(256) : (sample[at] ?? 0) ^ (1 << roll(8));
      }
      return sample;
  }
}

test(`ten thousand damaged messages are parsed without an exception (seed ${seed})`, async () => {
  const relay = await relays.start();
  const client = await relays.client(relay);
  await client.allocate();
  const roll = dice(seed);
  const samples = corpus(client);
  let understood = 0;
  for (let index = 0; index < 10_000; index += 1) {
    const raw = damaged(samples, roll);
    if (parseMessage(raw) !== undefined) understood += 1;
    parseSend(raw);
  }
  expect(understood).toBeGreaterThan(0);
});

test(`a relay survives ten thousand damaged datagrams and responds to few (seed ${seed})`, async () => {
  // The clock stands still, so that all of them arrive within one second.
  const relay = await relays.start({ clock: testClock() });
  const client = await relays.client(relay);
  await client.allocate();
  const roll = dice(seed);
  const samples = corpus(client);
  const attacker = createSocket('udp4').bind(0, '127.0.0.1');
  await once(attacker, 'listening');
  let responses = 0;
  attacker.on('message', () => (responses += 1));
  for (let sent = 0; sent < 10_000; sent += 1) {
    const raw = damaged(samples, roll);
    // Half come from the client with the allocation, which reaches more of the relay's code.
    if (roll(2) === 0) attacker.send(raw, relay.port, '127.0.0.1');
    else client.socket.send(raw);
    // The kernel's buffer is small, so let the relay read.
    if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  attacker.close();
  // TCP, because it does not wait behind queued datagrams.
  const after = await relays.tcpClient(relay);
  expect((await after.allocate()).port).toBeGreaterThan(0);
  await expect.poll(() => relay.stats().malformed).toBeGreaterThan(1000);
  expect(responses).toBeLessThanOrEqual(20);
});

test(`a hundred damaged streams do not affect other connections (seed ${seed})`, async () => {
  const relay = await relays.start();
  const client = await relays.tcpClient(relay);
  await client.allocate();
  const roll = dice(seed);
  const samples = corpus(client);
  const sockets = await Promise.all(Array.from({ length: 100 }, () => openTcp(relay.port)));
  for (const socket of sockets) for (let sent = 0; sent < 10; sent += 1) socket.send(damaged(samples, roll));
  expect((await client.refresh(600)).kind).toBe('success');
  for (const socket of sockets) socket.close();
  await expect.poll(() => relay.stats().connections).toBe(1);
});
