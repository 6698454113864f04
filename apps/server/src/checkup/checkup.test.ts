import { errorOf, openUdp, TurnClient } from '@ringback/relay/testing';
import { expect, test } from 'vitest';
import { closedAfterEach, ownRelay } from '../ice/ownRelay.testing.ts';
import { TestServer, until, type Device } from '../testing/testServer.ts';

const clients = closedAfterEach();

const portIn = (url: string | undefined): number =>
  Number(/:(\d+)/.exec(url?.replace(/^\w+:/, '') ?? '')?.[1]);

/** TURN clients at both UDP ports of the relay, with the credentials of one check-up. */
async function clientsAtBothPorts(device: Device): Promise<readonly TurnClient[]> {
  const { iceServers, secondPort } = await device.ok('checkup:relay', {});
  const opened = [...iceServers, ...secondPort].map(async ({ urls, username = '', credential = '' }) => {
    const client = new TurnClient(await openUdp(portIn(urls[0])), { username, credential });
    clients.push(client);
    return client;
  });
  return Promise.all(opened);
}

test('a device without a call gets credentials of a minute for both UDP ports of the relay', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada] = await server.devices('Ada');
  const { iceServers, secondPort, expiresAt, network } = await ada.ok('checkup:relay', {});
  const [first] = iceServers;
  const [second] = secondPort;
  expect(first?.urls).toHaveLength(3);
  expect(second?.urls.map((url) => url.replace(/:\d+(?=$|\?)/, ''))).toEqual([
    'stun:127.0.0.1',
    'turn:127.0.0.1?transport=udp',
  ]);
  expect(portIn(second?.urls[0])).not.toBe(portIn(first?.urls[0]));
  expect(second).toMatchObject({ username: first?.username, credential: first?.credential });
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + 60_000);
  expect(network).toMatch(/^[\w-]{22}$/);
});

test('both ports allocate, and what a device holds ends when it signs out', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada] = await server.devices('Ada');
  const atBoth = await clientsAtBothPorts(ada);
  expect(atBoth).toHaveLength(2);
  for (const client of atBoth) await client.allocate();
  const headers = { authorization: `Bearer ${ada.signedIn.token}` };
  await fetch(`${server.url}api/session`, { method: 'DELETE', headers });
  for (const client of atBoth) {
    await until(async () => errorOf(await client.refresh(600)) === 437, 'the allocation has ended');
  }
});

test('credentials of a check-up do not open the second port to calls', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { secondPort } = await ada.ok('checkup:relay', {});
  const { id: callId } = await ada.place(grace);
  const { iceServers } = await ada.ok('ice:servers', { callId });
  const offered = iceServers.flatMap(({ urls }) => urls).map(portIn);
  expect(offered).not.toContain(portIn(secondPort[0]?.urls[0]));
});

test('a user gets them six times a minute', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const codes: string[] = [];
  for (const device of [ada, ada2, ada, ada2, ada, ada2, ada])
    codes.push(await device.codeOf('checkup:relay', {}));
  expect(codes).toEqual([...Array.from({ length: 6 }, () => 'ok'), 'tooMany']);
  expect(await grace.codeOf('checkup:relay', {})).toBe('ok');
});

test('without a relay both lists are empty, and with an external one there is no second port', async () => {
  await using bare = await TestServer.start();
  const [ada] = await bare.devices('Ada');
  expect(await ada.ok('checkup:relay', {})).toMatchObject({ iceServers: [], secondPort: [] });
  const relay = { kind: 'turn', urls: ['turn:turn.example.org:3478'], secret: 'shared' } as const;
  await using external = await TestServer.start({ relay });
  const [grace] = await external.devices('Grace');
  const { iceServers, secondPort } = await grace.ok('checkup:relay', {});
  expect(iceServers).toMatchObject([{ urls: relay.urls }]);
  expect(secondPort).toEqual([]);
});
