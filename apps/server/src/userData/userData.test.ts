import { randomUUID } from 'node:crypto';
import { DeviceId, type SignedIn, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { MachineClock } from '../platform/serverClock.ts';
import { newMessageId } from '../push/push.testing.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import { newCallId, TestServer, type Device } from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';

const dayMs = 24 * 60 * 60 * 1000;
const password = 'correct horse battery';

/** Clocks that a test moves ahead. */
function createClock(): { machineClock: MachineClock; ahead: (ms: number) => void } {
  let aheadMs = 0;
  const machineClock = {
    wall: () => Date.now() + aheadMs,
    uptime: () => performance.now() + aheadMs,
    bootId: undefined,
  };
  return { machineClock, ahead: (ms) => (aheadMs += ms) };
}

function bearer({ token }: SignedIn): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

function remove(server: TestServer, by: SignedIn): Promise<Response> {
  return fetch(`${server.url}api/data`, { method: 'DELETE', headers: bearer(by) });
}

function download(server: TestServer, by: SignedIn): Promise<Response> {
  return fetch(`${server.url}api/data`, { headers: bearer(by) });
}

async function becomeAccount(server: TestServer, guest: SignedIn): Promise<void> {
  const response = await server.post('api/account', { password }, bearer(guest));
  expect(response.status).toBe(200);
}

async function say(from: Device, to: UserId, text: string): Promise<void> {
  await from.ok('message:send', { id: newMessageId(), to, text });
}

/** A device as signing in adds it. */
function deviceOf(userId: UserId) {
  const id = v.parse(DeviceId, randomUUID());
  return { id, userId, tokenHash: id, createdAt: 1, seenAt: 1, profileId: null, kind: null, provenAt: null };
}

/** A call of one to another that stays unanswered. */
async function missedCall(from: Device, to: Device): Promise<void> {
  const callId = newCallId();
  await from.ok('call:place', { callId, to: to.userId, media: 'audio' });
  await from.ok('call:end', { callId });
}

test('a download is a file of all that is stored about the user, without secrets and without what is of others', async () => {
  await using server = await TestServer.start();
  const [ada, grace, linus] = await server.devices('Ada', 'Grace', 'Linus');
  await missedCall(ada, grace);
  await say(ada, grace.userId, 'Hello Grace');
  await say(grace, ada.userId, 'Hello Ada');
  await say(grace, linus.userId, 'About Ada');
  await ada.ok('contact:set', { userId: grace.userId, name: 'Amazing Grace' });
  await ada.ok('settings:set', { alwaysRelay: true });
  const response = await download(server, ada.signedIn);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=ringback-data.json');
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    profile: { id: ada.userId, name: 'Ada' },
    settings: { alwaysRelay: 1 },
    contacts: [{ peerId: grace.userId, name: 'Amazing Grace' }],
    people: [{ id: grace.userId, name: 'Grace' }],
    devices: [{ id: ada.id }],
    history: [{ peerId: grace.userId, label: 'canceled' }],
    messages: [{ text: 'Hello Grace' }, { text: 'Hello Ada' }],
    notes: [],
  });
  for (const secret of ['About Ada', 'Linus', 'tokenHash', ada.signedIn.token])
    expect(text).not.toContain(secret);
});

test('downloads need a sign-in and are limited', async () => {
  await using server = await TestServer.start();
  const ada = await server.signIn('Ada');
  expect((await fetch(`${server.url}api/data`)).status).toBe(401);
  const statuses: number[] = [];
  for (let n = 0; n < 6; n++) {
    const response = await download(server, ada);
    statuses.push(response.status);
    await response.text();
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('a guest is deleted at once: their devices end, their name is free, and others keep their own entries', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  await missedCall(ada, grace);
  await say(ada, grace.userId, 'Hello Grace');
  expect((await remove(server, ada.signedIn)).status).toBe(204);
  await ada2.client.closed;
  expect(ada2.pushes('session:ended')).toEqual([{ why: 'deleted' }]);
  expect((await download(server, ada2.signedIn)).status).toBe(401);
  const [entry] = await grace.history();
  expect(entry).toMatchObject({ label: 'missed', peer: { name: 'Former guest' } });
  const { messages } = await grace.ok('message:list', { peer: ada.userId });
  expect(messages).toMatchObject([{ text: 'Hello Grace' }]);
  expect((await server.signIn('Ada')).me.id).not.toBe(ada.userId);
});

test('messages that their recipient never saw go with their sender', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await say(ada, grace.userId, 'Hello Grace');
  await grace.ok('privacy:setRules', { userId: ada.userId, change: { blocksMessages: true } });
  await say(ada, grace.userId, 'Are you there?');
  await remove(server, ada.signedIn);
  let texts: unknown[] = [];
  await server.restart({}, async () => {
    const storage = await openInProcessStorage(server.config.dataDir);
    const page = await storage.run('userData:page', { userId: ada.userId, section: 'messages', from: 0 });
    texts = page.rows.map((row) => row['text']);
    await storage.close();
  });
  expect(texts).toEqual(['Hello Grace']);
});

test('a page signs in again while its guest is being deleted: it is cut off', async () => {
  const back: Device[] = [];
  const openStorage = watchedStorage(async (name, run) => {
    if (name === 'guests:forget' && back.length === 0) back.push(await server.device('Ada'));
    return run();
  });
  await using server: TestServer = await TestServer.start({}, { openStorage });
  const ada = await server.signIn('Ada');
  expect((await remove(server, ada)).status).toBe(204);
  await back[0]?.client.closed;
  expect(back).toHaveLength(1);
  expect((await server.signIn('Ada')).me.id).not.toBe(ada.me.id);
});

test('a live call of a guest who is deleted ends for the other one', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await remove(server, ada.signedIn);
  expect((await grace.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'canceled' });
});

test('an account is deleted once its user has proved who they are, and signing in within 7 days keeps it', async () => {
  const { machineClock, ahead } = createClock();
  await using server = await TestServer.start({}, { machineClock });
  const ada = await server.signIn('Ada');
  await becomeAccount(server, ada);
  ahead(11 * 60_000);
  const refused = await remove(server, ada);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'forbidden', needsProof: true } });
  const proof = { kind: 'password', password };
  expect((await server.post('api/account/proof', proof, bearer(ada))).status).toBe(200);
  expect((await remove(server, ada)).status).toBe(204);
  expect((await download(server, ada)).status).toBe(401);
  ahead(6 * dayMs);
  await server.restart();
  const signIn = () => server.post('api/session/password', { name: 'Ada', password });
  const back = await signIn();
  expect(back.status).toBe(200);
  ahead(8 * dayMs);
  await server.restart();
  expect((await signIn()).status).toBe(200);
});

test('an account is gone after 7 days, and its name is free', async () => {
  const { machineClock, ahead } = createClock();
  await using server = await TestServer.start({}, { machineClock });
  const ada = await server.signIn('Ada');
  await becomeAccount(server, ada);
  await remove(server, ada);
  ahead(8 * dayMs);
  await server.restart();
  expect((await server.post('api/session/password', { name: 'Ada', password })).status).toBe(401);
  expect((await server.signIn('Ada')).me.id).not.toBe(ada.me.id);
});

test('an account is kept whose user signs in again while another is deleted', async () => {
  const { machineClock, ahead } = createClock();
  const users: UserId[] = [];
  const openStorage = async (dataDir: string): ReturnType<typeof openInProcessStorage> => {
    const storage = await openInProcessStorage(dataDir);
    const run: typeof storage.run = async (name, input) => {
      if (name === 'guests:forget')
        for (const userId of users.splice(0)) await storage.run('devices:add', { device: deviceOf(userId) });
      return storage.run(name, input);
    };
    return { run, backup: (file) => storage.backup(file), close: () => storage.close() };
  };
  await using server = await TestServer.start({}, { machineClock, openStorage });
  for (const name of ['Ada', 'Grace']) {
    const signedIn = await server.signIn(name);
    await becomeAccount(server, signedIn);
    await remove(server, signedIn);
    users.push(signedIn.me.id);
  }
  ahead(8 * dayMs);
  await server.restart();
  const signIns = ['Ada', 'Grace'].map((name) => server.post('api/session/password', { name, password }));
  const statuses = (await Promise.all(signIns)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401]);
});

test('a tab is duplicated while its account is being given up: it is deleted all the same', async () => {
  const { machineClock, ahead } = createClock();
  let duplicate: (() => Promise<unknown>) | undefined;
  const openStorage = watchedStorage(async (name, run) => {
    const once = name === 'sessions:signOut' ? duplicate : undefined;
    if (once !== undefined) duplicate = undefined;
    await once?.();
    return run();
  });
  await using server = await TestServer.start({}, { machineClock, openStorage });
  const ada = await server.signIn('Ada');
  await becomeAccount(server, ada);
  duplicate = () => server.post('api/devices', {}, bearer(ada));
  expect((await remove(server, ada)).status).toBe(204);
  ahead(8 * dayMs);
  await server.restart();
  expect((await server.post('api/session/password', { name: 'Ada', password })).status).toBe(401);
});
