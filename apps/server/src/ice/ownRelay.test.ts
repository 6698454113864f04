import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { PROTOCOL } from '@ringback/protocol';
import { afterEach, expect, test } from 'vitest';
import { readConfig, type OwnRelayConfig } from '../config/config.ts';
import { TestServer } from '../testing/testServer.ts';
import { opened, openSocket } from '../testing/openSocket.ts';
import { createLog } from '../platform/log.ts';
import { StartError } from '../platform/startError.ts';
import { OwnRelay } from './ownRelay.ts';
import { startThreadRelay, type ThreadListener, type ThreadRelay } from './threadRelay.ts';

const occupied: Server[] = [];

afterEach(() => {
  for (const server of occupied.splice(0)) server.close();
});

/** The relay as it runs where nothing is set, but on any free port. */
function byDefault(changes: Partial<OwnRelayConfig> = {}): OwnRelayConfig {
  const { relay } = readConfig({});
  if (relay.kind !== 'own') throw new Error('The relay is off by default.');
  return { ...relay, port: 0, tlsPort: 0, ...changes };
}

/** An address of this machine at which nothing can listen. */
const elsewhere = '203.0.113.99';

/** A STUN Binding request (RFC 8489) with an id of zeros. */
const binding = Buffer.from(`000100002112a442${'00'.repeat(12)}`, 'hex');

/** Asks a STUN server by UDP and returns the type of its answer. */
async function askByUdp(port: number): Promise<number> {
  const socket = createSocket('udp4');
  socket.send(binding, port, '127.0.0.1');
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return answer.readUInt16BE(0);
}

async function callOf(rig: TestServer) {
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  return { ada, callId };
}

test('a server with nothing set runs a relay, and tells browsers where, with credentials of minutes', async () => {
  await using rig = await TestServer.start({ relay: byDefault() });
  const { ada, callId } = await callOf(rig);
  const { iceServers, expiresAt } = await ada.ok('ice:servers', { callId });
  const [server] = iceServers;
  const port = Number(/^stun:127\.0\.0\.1:(\d+)$/.exec(server?.urls[0] ?? '')?.[1]);
  expect(iceServers).toEqual([
    {
      urls: [
        `stun:127.0.0.1:${port}`,
        `turn:127.0.0.1:${port}?transport=udp`,
        `turn:127.0.0.1:${port}?transport=tcp`,
      ],
      username: `${Math.floor(expiresAt / 1000)}:${ada.userId}`,
      credential: server?.credential,
    },
  ]);
  expect(server?.credential).toMatch(/^.{27}=$/);
  expect(await askByUdp(port)).toBe(0x01_01);
  expect((await ada.hello()).canRelay).toBe(true);
});

test('a graceful stop closes the relay and whoever is connected to it', async () => {
  await using rig = await TestServer.start({ relay: byDefault() });
  const { ada, callId } = await callOf(rig);
  const { iceServers } = await ada.ok('ice:servers', { callId });
  const port = Number(/:(\d+)$/.exec(iceServers[0]?.urls[0] ?? '')?.[1]);
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  const closed = once(client, 'close');
  await rig.stop();
  await closed;
  const again = connect(port, '127.0.0.1');
  expect(await once(again, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
});

test('the relay dies: until it is there again, at the same port, nobody is sent to it', async () => {
  const started: { readonly relay: ThreadRelay; readonly listener: ThreadListener }[] = [];
  const config = { proxies: 0, tls: undefined };
  const own = new OwnRelay(byDefault(), config, createLog('silent'), async (options, listener) => {
    const relay = await startThreadRelay(options, listener);
    started.push({ relay, listener });
    return relay;
  });
  const origin = { hostname: 'localhost', address: '127.0.0.1' };
  await own.start();
  const before = own.urlsFor(origin);
  const [first] = started;
  if (first === undefined) throw new Error('It was not started.');
  await first.relay.close();
  first.listener.onLost(new Error('The thread died.'));
  expect(own.urlsFor(origin)).toEqual([]);
  await expect.poll(() => own.urlsFor(origin), { timeout: 15_000 }).toEqual(before);
  expect(await askByUdp(first.relay.port)).toBe(0x01_01);
  await own.stop();
});

test('its port is taken: the next free one', async () => {
  const taken = createServer();
  occupied.push(taken);
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await using rig = await TestServer.start({ relay: byDefault({ port, onFailure: 'stop' }) });
  const { ada, callId } = await callOf(rig);
  const { iceServers } = await ada.ok('ice:servers', { callId });
  const chosen = Number(/:(\d+)$/.exec(iceServers[0]?.urls[0] ?? '')?.[1]);
  expect(chosen).toBeGreaterThan(port);
});

test('a relay that was asked for and cannot start: the server does not start, and says why', async () => {
  const relay = byDefault({ listen: elsewhere, onFailure: 'stop' });
  const refused = TestServer.start({ relay });
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(
    `The relay cannot start: ${elsewhere} is no address of this machine. Set RELAY_LISTEN to one, or RELAY to off.`,
  );
});

test('its port is taken, and there is no next one', async () => {
  const taken = createServer();
  occupied.push(taken);
  taken.listen(65_535, '127.0.0.1');
  await once(taken, 'listening');
  const relay = byDefault({ port: 65_535, onFailure: 'stop' });
  await expect(TestServer.start({ relay })).rejects.toThrow(
    'The relay cannot start: no port is free up to 65535. Set RELAY_PORT (for TLS: RELAY_TLS_PORT) to another one, or RELAY to off.',
  );
});

test('a relay that nobody asked for and cannot start: calls go on without it, and say so', async () => {
  await using rig = await TestServer.start({ relay: byDefault({ listen: elsewhere }) });
  const { ada, callId } = await callOf(rig);
  expect((await ada.ok('ice:servers', { callId })).iceServers).toEqual([]);
  expect((await ada.hello()).canRelay).toBe(false);
});

test('behind a proxy, whoever cannot reach the relay is not sent there', async () => {
  await using rig = await TestServer.start({ relay: byDefault(), proxies: 1 });
  const { token } = await rig.signIn('Ada');
  const canRelay = async (host: string): Promise<unknown> => {
    const socket = openSocket(rig.url, { token, protocol: PROTOCOL }, { 'x-forwarded-host': host });
    await opened(socket);
    const hello: unknown = await socket.emitWithAck('session:hello', {});
    socket.disconnect();
    return hello;
  };
  expect(await canRelay('ring.example')).toMatchObject({ data: { canRelay: false } });
  expect(await canRelay('localhost:3000')).toMatchObject({ data: { canRelay: true } });
  await rig.restart({ relay: byDefault({ name: 'relay.example' }) });
  expect(await canRelay('ring.example')).toMatchObject({ data: { canRelay: true } });
});
