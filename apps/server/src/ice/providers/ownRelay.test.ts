import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { RawDevice } from '@ringback/testkit';
import { afterEach, expect, test } from 'vitest';
import { readConfig, type OwnRelayConfig } from '../../config/config.ts';
import { TestServer } from '../../testing/testServer.ts';
import { createLog } from '../../platform/log.ts';
import { StartError } from '../../platform/errors.ts';
import { OwnRelay } from './ownRelay.ts';
import type { Figure } from '../../insight/figures.ts';
import { startRelayThread, type RelayThreadListener, type RelayThread } from './startRelayThread.ts';

const occupied: Server[] = [];

afterEach(() => {
  for (const server of occupied.splice(0)) server.close();
});

/** The default settings of the relay, but on any free port. */
function defaultRelay(changes: Partial<OwnRelayConfig> = {}): OwnRelayConfig {
  const { relay } = readConfig({});
  if (relay.kind !== 'own') throw new Error('The relay is off by default.');
  return { ...relay, port: 0, tlsPort: 0, ...changes };
}

/** A documentation address, so this machine cannot listen there. */
const foreignAddress = '203.0.113.99';

/** A STUN Binding request (RFC 8489) with a transaction id of zeros. */
const binding = Buffer.from(`000100002112a442${'00'.repeat(12)}`, 'hex');

/** Sends a Binding request over UDP and returns the message type of the response. */
async function bindOverUdp(port: number): Promise<number> {
  const socket = createSocket('udp4');
  socket.send(binding, port, '127.0.0.1');
  const [response] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return response.readUInt16BE(0);
}

async function placeCall(server: TestServer) {
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  return { ada, callId };
}

test('by default the server runs a relay and gives browsers its URLs with short-lived credentials', async () => {
  await using server = await TestServer.start({ relay: defaultRelay() });
  const { ada, callId } = await placeCall(server);
  const { iceServers, expiresAt } = await ada.ok('ice:servers', { callId });
  const [iceServer] = iceServers;
  const port = Number(/^stun:127\.0\.0\.1:(\d+)$/.exec(iceServer?.urls[0] ?? '')?.[1]);
  expect(iceServers).toEqual([
    {
      urls: [
        `stun:127.0.0.1:${port}`,
        `turn:127.0.0.1:${port}?transport=udp`,
        `turn:127.0.0.1:${port}?transport=tcp`,
      ],
      username: expect.stringMatching(new RegExp(`^${expiresAt / 1000}:[\\w-]{22}$`)) as string,
      credential: iceServer?.credential,
    },
  ]);
  expect(iceServer?.credential).toMatch(/^.{27}=$/);
  expect(await bindOverUdp(port)).toBe(0x01_01);
  expect((await ada.hello()).canRelay).toBe(true);
});

test('a graceful stop closes the relay and the connections to it', async () => {
  await using server = await TestServer.start({ relay: defaultRelay() });
  const { ada, callId } = await placeCall(server);
  const { iceServers } = await ada.ok('ice:servers', { callId });
  const port = Number(/:(\d+)$/.exec(iceServers[0]?.urls[0] ?? '')?.[1]);
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  // A connection that the relay has not accepted yet is reset.
  client.on('error', () => {});
  const closed = new Promise((resolve) => client.once('close', resolve));
  await server.stop();
  await closed;
  const second = connect(port, '127.0.0.1');
  expect(await once(second, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
});

test('a relay that dies is not offered until it runs again, at the same port', async () => {
  const started: { readonly relay: RelayThread; readonly listener: RelayThreadListener }[] = [];
  const config = { proxies: 0, certificate: undefined };
  const provider = new OwnRelay(
    defaultRelay(),
    config,
    { insight: { record: () => {} }, log: createLog('silent'), now: Date.now },
    async (options, listener) => {
      const relay = await startRelayThread(options, listener);
      started.push({ relay, listener });
      return relay;
    },
  );
  const origin = { hostname: 'localhost', address: '127.0.0.1', addressKey: '127.0.0.1' };
  await provider.start();
  const urls = provider.urlsFor(origin);
  const [first] = started;
  if (first === undefined) throw new Error('The relay was not started.');
  await first.relay.close();
  first.listener.onLost(new Error('The thread died.'));
  expect(provider.urlsFor(origin)).toEqual([]);
  await expect.poll(() => provider.urlsFor(origin), { timeout: 15_000 }).toEqual(urls);
  expect(await bindOverUdp(first.relay.port)).toBe(0x01_01);
  await provider.stop();
});

test('when its port is taken, the relay uses the next free one', async () => {
  const taken = createServer();
  occupied.push(taken);
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await using server = await TestServer.start({ relay: defaultRelay({ port, onFailure: 'stop' }) });
  const { ada, callId } = await placeCall(server);
  const { iceServers } = await ada.ok('ice:servers', { callId });
  const chosen = Number(/:(\d+)$/.exec(iceServers[0]?.urls[0] ?? '')?.[1]);
  expect(chosen).toBeGreaterThan(port);
});

test('when a configured relay cannot start, the server does not start and says why', async () => {
  const relay = defaultRelay({ listen: foreignAddress, onFailure: 'stop' });
  const refused = TestServer.start({ relay });
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(
    `The relay cannot start: ${foreignAddress} is no address of this machine. Set RELAY_LISTEN to one, or RELAY to off.`,
  );
});

test('when its port is taken and there is no higher one, the server does not start', async () => {
  const taken = createServer();
  occupied.push(taken);
  taken.listen(65_535, '127.0.0.1');
  await once(taken, 'listening');
  const relay = defaultRelay({ port: 65_535, onFailure: 'stop' });
  await expect(TestServer.start({ relay })).rejects.toThrow(
    'The relay cannot start: no port is free up to 65535. Set RELAY_PORT (for TLS: RELAY_TLS_PORT) to another one, or RELAY to off.',
  );
});

test('when the default relay cannot start, the server runs without it, and clients learn that there is none', async () => {
  await using server = await TestServer.start({ relay: defaultRelay({ listen: foreignAddress }) });
  const { ada, callId } = await placeCall(server);
  expect((await ada.ok('ice:servers', { callId })).iceServers).toEqual([]);
  expect((await ada.hello()).canRelay).toBe(false);
});

test('behind a proxy, a browser that cannot reach the relay does not get its URLs', async () => {
  const publicUrls = ['https://ring.example', 'http://localhost:3000', 'http://127.0.0.1'];
  await using server = await TestServer.start({ relay: defaultRelay(), proxies: 1, publicUrls });
  const signedIn = await server.signIn('Ada');
  const canRelay = async (host: string): Promise<unknown> => {
    const device = await RawDevice.connect(server.url, signedIn, { headers: { 'x-forwarded-host': host } });
    const hello = await device.request('session:hello', {});
    device.close();
    return hello;
  };
  expect(await canRelay('ring.example')).toMatchObject({ data: { canRelay: false } });
  expect(await canRelay('localhost:3000')).toMatchObject({ data: { canRelay: true } });
  await server.restart({ relay: defaultRelay({ name: 'relay.example' }) });
  expect(await canRelay('ring.example')).toMatchObject({ data: { canRelay: true } });
});

test('the host sees what the relay forwards and refuses, and a new relay counts from zero', async () => {
  const figures: Figure[] = [];
  const listeners: RelayThreadListener[] = [];
  const relay = { port: 3478, tlsPort: undefined, order() {}, setCertificate() {}, async close() {} };
  const provider = new OwnRelay(
    defaultRelay(),
    { proxies: 0, certificate: undefined },
    { insight: { record: (figure) => figures.push(figure) }, log: createLog('silent'), now: Date.now },
    (_options, listener) => {
      listeners.push(listener);
      return Promise.resolve(relay);
    },
  );
  await provider.start();
  listeners[0]?.onUsed({ allocations: 4, bytes: 1_000 });
  listeners[0]?.onUsed({ allocations: 6, bytes: 1_500 });
  expect(provider.allocations).toBe(6);
  listeners[0]?.onCounted({ allocated: 6, released: 2, refused486: 3 });
  listeners[0]?.onLost(new Error('The thread died.'));
  expect(provider.allocations).toBe(0);
  await expect.poll(() => listeners.length).toBe(2);
  listeners[1]?.onUsed({ allocations: 1, bytes: 200 });
  expect(
    figures.map((figure) => figure.kind === 'count' && [figure.figure, figure.label, figure.amount]),
  ).toEqual([
    ['relayBytes', '', 1_000],
    ['relayBytes', '', 500],
    ['relayAllocated', '', 6],
    ['relayRefused', '486', 3],
    ['relayBytes', '', 200],
  ]);
  await provider.stop();
});
