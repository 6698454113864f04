import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PROTOCOL } from '@ringback/protocol';
import { RawClient } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';
import { newToken } from '../platform/secrets.ts';
import { LaneFullError } from '../storage/lanes.ts';

const quickTimeouts = { headersMs: 300, checkMs: 50, silenceMs: 300, requestMs: 10_000 };
const head = 'POST /api/session HTTP/1.1\r\nHost: localhost\r\n';
const upgrade =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n' +
  `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`;

/** Opens a connection that says this, and never reacts to what the server says. */
function say(server: TestServer, text: string): Socket {
  const tcp = connect(Number(new URL(server.url).port), '127.0.0.1');
  tcp.on('error', () => {});
  tcp.resume();
  tcp.write(text);
  return tcp;
}

test('a second request to connect on one connection closes it, and only the first looks up a token', async () => {
  let lookUps = 0;
  const openStorage = watchedStorage((name, run) => {
    if (name === 'devices:byToken') lookUps += 1;
    return run();
  });
  await using server = await TestServer.start({}, { openStorage });
  const client = await RawClient.open(server.url);
  for (let n = 0; n < 100; n += 1)
    client.send(`40${JSON.stringify({ token: newToken(), protocol: PROTOCOL })}`);
  await client.closed;
  expect(lookUps).toBe(1);
});

test('a refused connection is closed once it has heard why', async () => {
  await using server = await TestServer.start();
  const client = await RawClient.open(server.url);
  const auth = { token: newToken(), protocol: PROTOCOL };
  expect(await client.present(auth)).toEqual({ kind: 'refused', reason: 'unauthorized' });
  await client.closed;
});

test('what only attackers send closes the connection', async () => {
  await using server = await TestServer.start();
  const { token } = await server.signIn('Ada');
  const connectPacket = `40${JSON.stringify({ token, protocol: PROTOCOL })}`;
  const packets = [
    `40${JSON.stringify({ token: 'x'.repeat(5_000), protocol: PROTOCOL })}`,
    '42["people:list",{}]',
    '451-["people:list",{"_placeholder":true,"num":0}]',
    Buffer.from('binary'),
    connectPacket,
  ];
  for (const packet of packets) {
    const client = await RawClient.open(server.url);
    if (packet === connectPacket) client.send(connectPacket);
    client.send(packet);
    await client.closed;
  }
  expect(await (await server.device('Grace')).codeOf('people:list', {})).toBe('ok');
});

test('an address opens as many connections at once as it may have sockets, then a few a second', async () => {
  await using server = await TestServer.start({ limits: { socketsPerAddress: 3, handshakesPerSecond: 1 } });
  const attempts = Array.from({ length: 20 }, () => RawClient.open(server.url));
  const outcomes = await Promise.allSettled(attempts);
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(opened.length).toBeGreaterThanOrEqual(3);
  expect(opened.length).toBeLessThan(20);
  for (const client of opened) client.close();
  await expect.poll(() => RawClient.open(server.url).then((client) => client.close())).toBeUndefined();
});

test.for([
  ['a connection that says nothing', ''],
  ['headers that never end', `${head}X-Slow: `],
  ['a body that never comes', `${head}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`],
  ['a websocket that neither signs in nor agrees to close', upgrade],
] as const)('%s: cut', async ([, text]) => {
  await using server = await TestServer.start({ helloMs: 300, httpTimeouts: quickTimeouts });
  const tcp = say(server, text);
  const outcome = await Promise.race([
    once(tcp, 'close').then(() => 'cut'),
    new Promise((resolve) => setTimeout(resolve, 5_000, 'open')),
  ]);
  tcp.destroy();
  expect(outcome).toBe('cut');
});

test('while too much waits for the database, sign-ins, tokens and pictures are unavailable at once', async () => {
  let isFull = false;
  const openStorage = watchedStorage((name, run) =>
    isFull ? Promise.reject(new LaneFullError(name)) : run(),
  );
  await using server = await TestServer.start({}, { openStorage });
  isFull = true;
  const headers = { authorization: `Bearer ${newToken()}` };
  expect((await server.post('api/session', { name: 'Ada' })).status).toBe(503);
  expect((await fetch(`${server.url}api/session`, { method: 'DELETE', headers })).status).toBe(503);
  expect((await fetch(`${server.url}api/pictures/${newToken()}`)).status).toBe(503);
  const client = await RawClient.open(server.url);
  const auth = { token: newToken(), protocol: PROTOCOL };
  expect(await client.present(auth)).toEqual({ kind: 'refused', reason: 'tooMany' });
  isFull = false;
});

test('a connection that sends more than any call needs is closed', async () => {
  await using server = await TestServer.start({ limits: { signalBytesPerSecond: 10_000 } });
  const device = await server.device('Mallory');
  for (let n = 0; n < 5; n++) device.client.emit('junk', 'x'.repeat(20_000));
  await device.client.closed;
});

/** A frame of a client, masked with zeros (RFC 6455, section 5.2). */
const frame = (opcode: number): Buffer => Buffer.from([0x80 | opcode, 0x80, 0, 0, 0, 0]);

test.for([
  ['pings', 9],
  ['pongs', 10],
  ['empty messages', 1],
] as const)('a stranger who sends thousands of %s is cut', async ([, opcode]) => {
  await using server = await TestServer.start({ pingMs: 60_000, helloMs: 60_000 });
  const tcp = say(server, upgrade);
  await once(tcp, 'data');
  tcp.write(Buffer.concat(Array.from({ length: 5_000 }, () => frame(opcode))));
  await once(tcp, 'close');
});

test('a stranger who upgrades to something else is cut, also after an answered request', async () => {
  await using server = await TestServer.start();
  const tcp = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true });
  tcp.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(tcp, 'data');
  const end = once(tcp, 'end');
  tcp.resume();
  tcp.write(upgrade.replace('/socket.io/', '/other/'));
  await end;
});

test('requests that come all at once are answered in their order, and too many end the connection', async () => {
  await using server = await TestServer.start();
  const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const patient = say(server, ask('/assets/none') + ask('/healthz') + ask('/readyz'));
  let answers = '';
  patient.on('data', (chunk: Buffer) => (answers += chunk.toString()));
  await expect
    .poll(() => answers.match(/HTTP\/1.1 \d+/g))
    .toEqual(['HTTP/1.1 404', 'HTTP/1.1 200', 'HTTP/1.1 200']);
  patient.destroy();
  const greedy = say(server, ask('/assets/none').repeat(500));
  let answered = 0;
  greedy.on('data', (chunk: Buffer) => (answered += chunk.toString().split('HTTP/1.1 404').length - 1));
  await once(greedy, 'close');
  expect(answered).toBeLessThan(100);
});

test('an address that opens too many connections finds the rest closed, and may come back', async () => {
  await using server = await TestServer.start({ limits: { socketsPerAddress: 1, handshakesPerSecond: 1 } });
  let closed = 0;
  const connections = Array.from({ length: 20 }, () => say(server, ''));
  for (const tcp of connections) tcp.once('close', () => (closed += 1));
  await expect.poll(() => closed).toBe(16);
  for (const tcp of connections) tcp.destroy();
  await expect.poll(() => fetch(`${server.url}healthz`).then(({ status }) => status)).toBe(200);
});
