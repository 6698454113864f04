import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

const relay = {
  kind: 'turn',
  urls: ['turn:turn.example.org:3478', 'turns:turn.example.org:443?transport=tcp'],
  secret: 'shared',
} as const;

test('only devices in a live call, or called by it, get credentials, and coturn accepts them', async () => {
  await using server = await TestServer.start({ relay });
  const [ada, ada2, grace, mary] = await server.devices('Ada', 'Ada', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  const { iceServers, expiresAt } = await ada.ok('ice:servers', { callId });
  const username = iceServers[0]?.username ?? '';
  expect(username).toMatch(new RegExp(`^${expiresAt / 1000}:[\\w-]{22}$`));
  const credential = createHmac('sha1', 'shared').update(username).digest('base64');
  expect(iceServers).toEqual([{ urls: relay.urls, username, credential }]);
  expect(expiresAt).toBeGreaterThan(Date.now() + 60_000);
  expect(await grace.codeOf('ice:servers', { callId })).toBe('ok');
  expect(await ada2.codeOf('ice:servers', { callId })).toBe('forbidden');
  expect(await mary.codeOf('ice:servers', { callId })).toBe('notFound');
  await ada.ok('call:end', { callId });
  expect(await ada.codeOf('ice:servers', { callId })).toBe('ended');
});

test('without a relay the list is empty', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  expect(await ada.ok('ice:servers', { callId })).toMatchObject({ iceServers: [] });
});

test('a user who requests credentials too often is refused', async () => {
  await using server = await TestServer.start({ relay, limits: { iceRequestsPerMinute: 2 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  const codes = [1, 2, 3].map(() => ada.codeOf('ice:servers', { callId }));
  expect(await Promise.all(codes)).toEqual(['ok', 'ok', 'tooMany']);
});
