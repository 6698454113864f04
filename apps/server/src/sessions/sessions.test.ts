import { randomUUID } from 'node:crypto';
import { ProfileId, type Session, SessionList, type SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PushFixture, SleepingBrowser } from '../push/push.testing.ts';
import { direct, newLinkId, TestServer, until, type Device } from '../testing/testServer.ts';

const newProfile = (): ProfileId => v.parse(ProfileId, randomUUID());
const laptop = { form: 'computer', browser: 'Firefox' } as const;

function bearer({ token }: SignedIn): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function sessionsOf(server: TestServer, signedIn: SignedIn): Promise<Session[]> {
  const response = await fetch(`${server.url}api/sessions`, { headers: bearer(signedIn) });
  return v.parse(SessionList, await response.json()).sessions;
}

async function signOut(server: TestServer, by: SignedIn, id = ''): Promise<number> {
  const path = `${server.url}api/sessions${id === '' ? '' : `/${id}`}`;
  return (await fetch(path, { method: 'DELETE', headers: bearer(by) })).status;
}

async function helloFrom(device: Device, profile: ProfileId): Promise<void> {
  await device.connect();
  await device.ok('session:hello', { profile, kind: laptop });
}

/** The id of the one other browser that a device sees. */
async function otherOf(server: TestServer, device: Device): Promise<string> {
  const other = (await sessionsOf(server, device.signedIn)).find(({ isThis }) => !isThis);
  if (other === undefined) throw new Error('There is no other browser.');
  return other.id;
}

async function statusOf(server: TestServer, signedIn: SignedIn): Promise<number> {
  return (await fetch(`${server.url}api/sessions`, { headers: bearer(signedIn) })).status;
}

test('tabs of one browser are one item, with its kind and when it was seen; others are items of their own', async () => {
  await using server = await TestServer.start();
  const [tab, tab2, phone, grace] = await server.devices('Ada', 'Ada', 'Ada', 'Grace');
  const profile = newProfile();
  await helloFrom(tab, profile);
  await helloFrom(tab2, profile);
  const sessions = await sessionsOf(server, tab.signedIn);
  expect(sessions).toMatchObject([
    { kind: laptop, isThis: true, isConnected: true },
    { isThis: false, isConnected: true },
  ]);
  expect(sessions[0]?.firstSeenAt).toBeLessThanOrEqual(sessions[0]?.lastSeenAt ?? 0);
  const fromPhone = await sessionsOf(server, phone.signedIn);
  expect(fromPhone.map(({ id, isThis }) => [id, isThis])).toEqual([
    [sessions[1]?.id, true],
    [sessions[0]?.id, false],
  ]);
  expect(await sessionsOf(server, grace.signedIn)).toHaveLength(1);
});

test('when a browser was last seen stays after a restart', async () => {
  await using server = await TestServer.start();
  const [ada, phone] = await server.devices('Ada', 'Ada');
  const before = Date.now();
  await phone.leave();
  await server.restart();
  const [, second] = await sessionsOf(server, ada.signedIn);
  expect(second).toMatchObject({ isConnected: false });
  expect(second?.lastSeenAt).toBeGreaterThanOrEqual(before);
});

test('a browser that is signed out is told why, and its sockets, tokens and push subscription end at once', async () => {
  await using fixture = await PushFixture.start({ grace: 'here' });
  const { server, grace, sleepingBrowser, ada } = fixture;
  const phone = await server.device('Grace');
  expect(await sleepingBrowser.newsOf((await ada.place(grace)).id)).toMatchObject({ state: 'ringing' });
  expect(await signOut(server, phone.signedIn, await otherOf(server, phone))).toBe(204);
  await grace.client.closed;
  expect(grace.pushes('session:ended')).toEqual([{ why: 'elsewhere' }]);
  expect(await statusOf(server, grace.signedIn)).toBe(401);
  await expect(grace.connect()).rejects.toThrow('unauthorized');
  await expect(server.post('api/devices', {}, bearer(grace.signedIn))).resolves.toMatchObject({
    status: 401,
  });
  const asWorker = { headers: { authorization: `Bearer ${sleepingBrowser.token}` } };
  const call = await ada.place(grace);
  expect((await fetch(`${server.url}api/push/calls/${call.id}`, asWorker)).status).toBe(401);
  expect(await sessionsOf(server, phone.signedIn)).toHaveLength(1);
});

test('a subscription for push that names another browser profile ends with its own browser', async () => {
  await using fixture = await PushFixture.start();
  const { server, grace, service } = fixture;
  const thief = await server.device('Grace');
  await helloFrom(thief, newProfile());
  const asleep = await SleepingBrowser.of(server, service, thief, newProfile());
  const sessions = await sessionsOf(server, grace.signedIn);
  const id = sessions.find(({ kind }) => kind !== undefined)?.id;
  expect(await signOut(server, grace.signedIn, id)).toBe(204);
  const asWorker = { headers: { authorization: `Bearer ${asleep.token}` } };
  expect((await fetch(`${server.url}api/push/calls/${randomUUID()}`, asWorker)).status).toBe(401);
});

test('signing out everywhere keeps the browser that asks, with all its tabs, and no other', async () => {
  await using server = await TestServer.start();
  const [tab, tab2, phone, grace] = await server.devices('Ada', 'Ada', 'Ada', 'Grace');
  const profile = newProfile();
  await helloFrom(tab, profile);
  await helloFrom(tab2, profile);
  const duplicate = await server.post('api/devices', { profile }, bearer(tab.signedIn));
  expect(await signOut(server, tab.signedIn)).toBe(204);
  await phone.client.closed;
  expect(await statusOf(server, phone.signedIn)).toBe(401);
  expect(duplicate.status).toBe(200);
  for (const kept of [tab, tab2, grace]) expect(await statusOf(server, kept.signedIn)).toBe(200);
  expect(await sessionsOf(server, tab.signedIn)).toHaveLength(1);
});

test('two browsers sign each other out at once: one of them stays', async () => {
  await using server = await TestServer.start();
  const [a, b] = await server.devices('Ada', 'Ada');
  await Promise.all([signOut(server, a.signedIn), signOut(server, b.signedIn)]);
  const statuses = await Promise.all([a, b].map((device) => statusOf(server, device.signedIn)));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401]);
});

test('the call of a browser that is signed out ends as hung up there, for both alike', async () => {
  await using server = await TestServer.start();
  const [phone, laptopTab, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const { id: callId } = await grace.place(phone);
  await phone.ok('call:ringing', { callId });
  await phone.ok('call:accept', { callId, media: 'audio' });
  const linkId = newLinkId();
  await grace.ok('call:linkUp', { callId, linkId, route: direct });
  await signOut(server, laptopTab.signedIn, await otherOf(server, laptopTab));
  const ended = await grace.pushedCall(callId, 'ended');
  expect(ended.end).toMatchObject({ reason: 'hungUp', by: phone.userId });
  const [theirs] = await grace.history();
  const [own] = await laptopTab.history();
  expect([theirs?.label, own?.label]).toEqual(['answered', 'answered']);
});

test('a browser that is signed out while it calls cancels the call', async () => {
  await using server = await TestServer.start();
  const [phone, laptopTab, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const { id: callId } = await phone.place(grace);
  await grace.ok('call:ringing', { callId });
  await signOut(server, laptopTab.signedIn);
  expect((await grace.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'canceled' });
});

test('a browser that is signed out while it rings stops, and the other devices ring on', async () => {
  await using server = await TestServer.start();
  const [phone, laptopTab, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const { id: callId } = await grace.place(phone);
  await phone.ok('call:ringing', { callId });
  await laptopTab.ok('call:ringing', { callId });
  await signOut(server, laptopTab.signedIn);
  await grace.push('call:changed', ({ ringing }) => ringing?.length === 1);
  expect(await laptopTab.ok('call:accept', { callId, media: 'audio' })).toMatchObject({
    phase: 'connecting',
  });
});

test.each(['', 'x', randomUUID(), 'A'.repeat(22)])(
  'an id that is no browser of mine, %j, signs no one out',
  async (id) => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const foreign = id === '' ? (await sessionsOf(server, grace.signedIn))[0]?.id : id;
    expect([204, 404]).toContain(await signOut(server, ada.signedIn, foreign));
    await until(async () => (await statusOf(server, grace.signedIn)) === 200, 'Grace was recognized');
    expect(await statusOf(server, ada.signedIn)).toBe(200);
  },
);
