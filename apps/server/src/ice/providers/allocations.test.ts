import type { CallId } from '@ringback/protocol';
import { errorOf, openUdp, overUdp, TurnClient } from '@ringback/relay/testing';
import { expect, test } from 'vitest';
import { closedAfterEach, ownRelay } from '../ownRelay.testing.ts';
import { direct, newLinkId, TestServer, until, type Device } from '../../testing/testServer.ts';

const clients = closedAfterEach();

/** Opens a TURN client with fresh credentials of a device for a call. */
async function turnClient(device: Device, callId: CallId): Promise<TurnClient> {
  const [server] = (await device.ok('ice:servers', { callId })).iceServers;
  const { username = '', credential = '', urls = [] } = server ?? {};
  const port = Number(/:(\d+)$/.exec(urls[0] ?? '')?.[1]);
  const client = new TurnClient(await openUdp(port), { username, credential });
  clients.push(client);
  return client;
}

async function codeOfRefresh(client: TurnClient): Promise<number | undefined> {
  return errorOf(await client.refresh(600));
}

const ended = (client: TurnClient) => async () => (await codeOfRefresh(client)) === 437;

test('what a call holds of the relay is freed after it has ended, and its credentials allow no more', async () => {
  await using server = await TestServer.start({ relay: ownRelay(), relayAfterCallMs: 50 });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  const [atAda, atGrace] = [await turnClient(ada, callId), await turnClient(grace, callId)];
  await Promise.all([atAda.allocate(), atGrace.allocate()]);
  await ada.ok('call:end', { callId });
  for (const client of [atAda, atGrace]) await until(ended(client), 'the allocation has ended');
  expect(errorOf(await atAda.request('allocate', [overUdp]))).toBe(401);
  const { id: next } = await ada.place(grace);
  await (await turnClient(ada, next)).allocate();
});

test('within two minutes of the end both sides can still use the relay', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  const atAda = await turnClient(ada, callId);
  await atAda.allocate();
  await ada.ok('call:end', { callId });
  expect(await codeOfRefresh(atAda)).toBeUndefined();
});

test('a device on which a call only rang loses the relay, and the one that answered keeps it', async () => {
  await using server = await TestServer.start({ relay: ownRelay(), relayAfterCallMs: 50 });
  const [ada, desk, mobile] = await server.devices('Ada', 'Grace', 'Grace');
  const { id: callId } = await ada.place(desk);
  const [atDesk, atMobile] = [await turnClient(desk, callId), await turnClient(mobile, callId)];
  await Promise.all([atDesk.allocate(), atMobile.allocate()]);
  await desk.ok('call:accept', { callId, media: 'audio' });
  await desk.ok('call:linkUp', { callId, linkId: newLinkId(), route: direct });
  await until(ended(atMobile), 'the other device has lost its allocation');
  expect(await codeOfRefresh(atDesk)).toBeUndefined();
});

test('who signs out in a call loses the relay at once, the other side does not', async () => {
  await using server = await TestServer.start({ relay: ownRelay() });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  const [atAda, atGrace] = [await turnClient(ada, callId), await turnClient(grace, callId)];
  await Promise.all([atAda.allocate(), atGrace.allocate()]);
  const headers = { authorization: `Bearer ${ada.signedIn.token}` };
  await fetch(`${server.url}api/session`, { method: 'DELETE', headers });
  await until(ended(atAda), 'the allocation has ended');
  expect(await codeOfRefresh(atGrace)).toBeUndefined();
});
