import { createEngine, memoryNoteShelf, type Engine } from '@ringback/client';
import { fail, UserId } from '@ringback/protocol';
import { createFakeClock, createSeededRandom, type FakeClock } from '@ringback/testkit';
import {
  createFakeLocks,
  createFakeStorage,
  FakeCapture,
  FakeProcessor,
  FakeRecorder,
} from '@ringback/client/testing';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StrangeServer } from './strangeServer.ts';
import { until } from './testCluster.ts';

let server: StrangeServer;
let engine: Engine;
/** The clock stands still, so that only the attempts happen that a test requests. */
let clock: FakeClock;
let wakeUp: () => void;

beforeEach(async () => {
  server = await StrangeServer.start();
  clock = createFakeClock();
  const random = createSeededRandom(1);
  engine = createEngine({
    baseUrl: server.url,
    fetch,
    clock,
    random,
    tabStorage: createFakeStorage(),
    profileStorage: createFakeStorage(),
    locks: createFakeLocks(),
    reconnectSignals: {
      listen: (onSignal) => {
        wakeUp = onSignal;
        return () => {};
      },
    },
    capture: new FakeCapture(),
    processor: new FakeProcessor(),
    recorder: () => Promise.resolve(new FakeRecorder()),
    openNoteShelf: () => Promise.resolve(memoryNoteShelf()),
    openMediaSession: new MediaNetwork(random).open,
    streamOf: (track) => new FakeStream('stream', [track]),
  });
});

afterEach(async () => {
  engine.close();
  await server[Symbol.asyncDispose]();
});

async function signIn(): Promise<void> {
  await until(engine.account, ({ state }) => state === 'signedOut');
  await engine.account.signIn('Ada');
  // The pause after the list of devices is over.
  clock.advance(1_000);
}

const comesTo = (state: string): Promise<unknown> => until(engine.connection, (now) => now.state === state);

test('another protocol version: the app asks for a reload, and does not retry', async () => {
  server.refusal = 'protocol';
  await signIn();
  await comesTo('outdated');
  expect(clock.waiting()).toBe(0);
  expect(engine.calls.getState()).toMatchObject({ cannotPlace: 'offline' });
});

test('the server rejects the token: signed out, with a message', async () => {
  server.refusal = 'unauthorized';
  await signIn();
  await until(engine.account, ({ state }) => state === 'signedOut');
  expect(engine.account.getState()).toMatchObject({ error: { code: 'unauthorized' } });
  expect(clock.waiting()).toBe(0);
});

test('the server is full: offline, and retried until it accepts', async () => {
  server.refusal = 'tooMany';
  await signIn();
  await comesTo('offline');
  expect(engine.connection.getState()).toEqual({ state: 'offline', reason: 'serverBusy' });
  server.refusal = undefined;
  clock.advance(300);
  await comesTo('online');
  expect(server.handshakes).toBe(2);
});

test('the server refuses the hello: the device is not online, and repeats it', async () => {
  const { hello } = server;
  server.hello = fail('unavailable');
  await signIn();
  await comesTo('offline');
  expect(engine.connection.getState()).toEqual({ state: 'offline', reason: 'serverBusy' });
  server.hello = hello;
  clock.advance(300);
  await comesTo('online');
});

test('the server does not answer the hello: the device is not online, and requests fail at once', async () => {
  server.hello = null;
  await signIn();
  await expect.poll(() => server.sockets.size).toBe(1);
  expect(engine.connection.getState()).toEqual({ state: 'connecting' });
  expect(await engine.history.clear(Date.now()).outcome).toMatchObject({
    ok: false,
    error: { code: 'offline' },
  });
});

test('the server disconnects the client: it reconnects, which Socket.IO alone would not do', async () => {
  await signIn();
  await comesTo('online');
  for (const socket of server.sockets) socket.disconnect(true);
  await comesTo('offline');
  clock.advance(300);
  await comesTo('online');
});

test('the network comes back: the client reconnects at once, whatever the backoff', async () => {
  await signIn();
  await comesTo('online');
  for (const socket of server.sockets) socket.disconnect(true);
  await comesTo('offline');
  wakeUp();
  await comesTo('online');
  // Only the watch on the clocks is left.
  expect(clock.waiting()).toBe(1);
});

test('the server goes away in a call: the client retries at least every two seconds', async () => {
  await signIn();
  await comesTo('online');
  const grace = v.parse(UserId, '00000000-0000-4000-8000-0000000000b1');
  engine.calls.getState().place?.({ id: grace, name: 'Grace' }, 'audio');
  server.refusal = 'tooMany';
  for (const socket of server.sockets) socket.disconnect(true);
  await comesTo('offline');
  await expect.poll(() => clock.waiting()).toBeGreaterThanOrEqual(2);
  for (const handshakes of [2, 3, 4, 5, 6, 7, 8, 9]) {
    clock.advance(2_000);
    await expect.poll(() => server.handshakes).toBe(handshakes);
    // One of them belongs to the call.
    await expect.poll(() => clock.waiting()).toBe(2);
  }
});

test('a token revoked while the tab is online ends the session at the next hello', async () => {
  await signIn();
  await comesTo('online');
  server.hello = fail('unauthorized');
  for (const socket of server.sockets) socket.disconnect(true);
  await comesTo('offline');
  clock.advance(300);
  await until(engine.account, ({ state }) => state === 'signedOut');
});

test('malformed pushes are dropped, and later ones still arrive', async () => {
  await signIn();
  await comesTo('online');
  server.push('call:changed', { id: 1 });
  server.push('history:changed', null);
  server.push('nonsense', {});
  server.push('people:changed', { id: '00000000-0000-4000-8000-0000000000b1', name: 'Grace', met: true });
  await until(engine.people, ({ known }) => known.length === 1);
  expect(engine.calls.getState().incoming).toBeNull();
});
