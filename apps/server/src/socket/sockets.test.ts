import { PROTOCOL } from '@ringback/protocol';
import { RawClient } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { newCallId, TestServer } from '../testing/testServer.ts';

/** The reason for which the server refuses a connection; `open` if it accepts it. */
async function handshakeOutcome(
  url: string,
  auth: object,
  headers: Record<string, string> = {},
): Promise<string> {
  const client = await RawClient.open(url, { headers }).catch(() => undefined);
  if (client === undefined) return 'not upgraded';
  const admission = await client.present(auth);
  client.close();
  return admission.kind === 'connected' ? 'open' : String(admission.reason);
}

/** Opens a connection that presents valid credentials. */
async function openWith(url: string, token: string): Promise<RawClient> {
  const client = await RawClient.open(url);
  await client.present({ token, protocol: PROTOCOL });
  return client;
}

test('an invalid token or a protocol version other than this and the one before is refused with the reason', async () => {
  await using server = await TestServer.start();
  const { token } = await server.signIn('Ada');
  expect(await handshakeOutcome(server.url, { token, protocol: PROTOCOL })).toBe('open');
  expect(await handshakeOutcome(server.url, { token, protocol: PROTOCOL - 1 })).toBe('open');
  for (const protocol of [PROTOCOL + 1, PROTOCOL - 2])
    expect(await handshakeOutcome(server.url, { token, protocol })).toBe('protocol');
  expect(await handshakeOutcome(server.url, { token: 'x'.repeat(43), protocol: PROTOCOL })).toBe(
    'unauthorized',
  );
  expect(await handshakeOutcome(server.url, { token: { toString: 'x' }, protocol: PROTOCOL })).toBe(
    'unauthorized',
  );
  expect(await handshakeOutcome(server.url, {})).toBe('unauthorized');
});

test('a page of another site is refused; a client without an origin is not', async () => {
  await using server = await TestServer.start();
  const { token } = await server.signIn('Ada');
  const auth = { token, protocol: PROTOCOL };
  const origin = new URL(server.url).origin;
  expect(await handshakeOutcome(server.url, auth, { origin })).toBe('open');
  expect(await handshakeOutcome(server.url, auth, { origin: 'https://evil.example' })).not.toBe('open');
  expect(await handshakeOutcome(server.url, auth, { origin: 'null' })).not.toBe('open');
  expect(
    await handshakeOutcome(server.url, auth, { origin: origin.replace('127.0.0.1', 'localhost') }),
  ).not.toBe('open');
  const forwarded = { origin: 'https://ring.example', 'x-forwarded-host': 'ring.example' };
  expect(await handshakeOutcome(server.url, auth, forwarded)).not.toBe('open');
  await server.restart({ proxies: 1, publicUrls: ['https://ring.example'] });
  expect(await handshakeOutcome(server.url, auth, forwarded)).toBe('open');
  expect(await handshakeOutcome(server.url, auth, { ...forwarded, origin: 'https://evil.example' })).not.toBe(
    'open',
  );
});

test('a socket for a host that is not this server is refused', async () => {
  await using server = await TestServer.start();
  const { token } = await server.signIn('Ada');
  const auth = { token, protocol: PROTOCOL };
  expect(await handshakeOutcome(server.url, auth, { host: 'localhost' })).toBe('open');
  expect(await handshakeOutcome(server.url, auth, { host: 'rebound.example' })).toBe('not upgraded');
});

test('sockets are limited per user and per address; a closed one makes room', async () => {
  // As many handshakes at once as sockets: with a slower rate, a fast machine would be refused for its handshakes.
  const limits = { socketsPerUser: 2, socketsPerAddress: 3, handshakesPerSecond: 10_000 };
  await using server = await TestServer.start({ limits });
  const [first] = await server.devices('Ada', 'Ada');
  const { token } = await server.signIn('Ada');
  expect(await handshakeOutcome(server.url, { token, protocol: PROTOCOL })).toBe('tooMany');
  await server.device('Grace');
  const mary = await server.signIn('Mary');
  expect(await handshakeOutcome(server.url, { token: mary.token, protocol: PROTOCOL })).toBe('tooMany');
  first.close();
  await expect.poll(() => handshakeOutcome(server.url, { token, protocol: PROTOCOL })).toBe('open');
});

test('a socket that never says hello is closed; one that did stays open', async () => {
  await using server = await TestServer.start({ helloMs: 1_000 });
  const ada = await server.device('Ada');
  const { token } = await server.signIn('Grace');
  const silent = await openWith(server.url, token);
  await silent.closed;
  expect(await ada.codeOf('people:list', {})).toBe('ok');
});

test('a connection that never presents credentials is closed', async () => {
  await using server = await TestServer.start({ helloMs: 200 });
  const silent = await RawClient.open(server.url);
  await silent.closed;
});

test('long polling is refused', async () => {
  await using server = await TestServer.start();
  expect((await fetch(`${server.url}socket.io/?EIO=4&transport=polling`)).status).toBe(400);
});

test('signing out revokes the token and closes every socket of the device', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const { token } = ada.signedIn;
  const withoutHello = await openWith(server.url, token);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${server.url}api/session`, { method: 'DELETE', headers })).status).toBe(204);
  await Promise.all([ada.client.closed, withoutHello.closed]);
  expect(await handshakeOutcome(server.url, { token, protocol: PROTOCOL })).toBe('unauthorized');
  expect((await fetch(`${server.url}api/session`, { method: 'DELETE', headers })).status).toBe(401);
});

test('a stopping server stores and answers pending requests before it closes the sockets', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const placed = Array.from({ length: 5 }, () =>
    ada.ask('call:place', { callId: newCallId(), to: grace.userId, media: 'audio' }),
  );
  await ada.codeOf('people:list', {});
  const stopped = server.stop();
  for (const answer of await Promise.all(placed)) expect(answer.ok).toBe(true);
  await stopped;
  await ada.client.closed;
  await server.restart();
  expect((await ada.hello()).calls).toHaveLength(1);
});

test('malformed frames are ignored or close their socket, and affect no one else', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const { token } = await server.signIn('Mallory');
  const hello = `40${JSON.stringify({ token, protocol: PROTOCOL })}`;
  const sequences = [
    ['4'],
    ['42'],
    [hello, '42["people:list"'],
    [hello, '420["__proto__",{}]', '42["constructor"]', '42[]', '42{}', '42[5,{}]', '421[null]'],
    [hello, '451-1["people:list",{"_placeholder":true,"num":7}]'],
    [hello, '4599999-["people:list"]'],
    [hello, hello, '41', '421["people:list",{}]'],
    [hello, '430[]', '43', '44{}', '46'],
    ['40/elsewhere,{}'],
    ['2', '3', '5', '6', '9', ''],
    [hello, '420["disconnect",{}]', '421["error",{}]'],
  ];
  for (const sequence of sequences) await sendFrames(server.url, sequence);
  expect(await ada.codeOf('people:list', {})).toBe('ok');
  expect((await fetch(`${server.url}healthz`)).status).toBe(200);
});

/** Sends frames unchanged, then closes the connection unless the server has closed it already. */
async function sendFrames(url: string, frames: readonly string[]): Promise<void> {
  const client = await RawClient.open(url);
  for (const frame of frames) client.send(frame);
  client.close();
  await client.closed;
}
