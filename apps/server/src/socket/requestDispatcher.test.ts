import { randomUUID } from 'node:crypto';
import { bounds, MessageId, requests, type RequestName } from '@ringback/protocol';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aboutCall, newCallId, newLinkId, direct, TestServer, type Device } from '../testing/testServer.ts';

let server: TestServer;
let ada: Device;
let grace: Device;

beforeAll(async () => {
  server = await TestServer.start({
    limits: { requestsPerSecond: 100_000, requestBurst: 100_000, checkupsPerMinute: 100_000 },
  });
  [ada, grace] = await server.devices('Ada', 'Grace');
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const badRequest = { ok: false, error: { code: 'badRequest' } };

test('an unknown request is answered with badRequest', async () => {
  expect(await ada.raw('call:steal', {})).toMatchObject(badRequest);
  expect(await ada.raw('constructor', {})).toMatchObject(badRequest);
  expect(await ada.raw('__proto__', {})).toMatchObject(badRequest);
  expect(await ada.raw('error', {})).toMatchObject(badRequest);
});

test('a request without a payload, or with two, is answered with badRequest', async () => {
  expect(await ada.raw('people:list')).toMatchObject(badRequest);
  expect(await ada.raw('people:list', {}, {})).toMatchObject(badRequest);
});

test('a message without a callback is dropped, and the next one is answered', async () => {
  ada.client.emit('people:list', {});
  ada.client.emit('people:list');
  ada.client.emit('people:list', {}, 'not a function');
  expect(await ada.raw('people:list', {})).toMatchObject({ ok: true });
});

test('requests before the hello are answered with unauthorized', async () => {
  const silent = await server.device('Silent');
  await silent.connect();
  for (const [name, payload] of aboutCall(newCallId(), ada.id)) {
    expect(await silent.raw(name, payload)).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
  }
});

/** For each request a payload that its schema accepts. */
const validPayloads: { readonly [N in RequestName]: () => Record<string, unknown> } = {
  'session:hello': () => ({ links: [{ callId: newCallId(), linkId: newLinkId(), route: direct }] }),
  'session:time': () => ({}),
  'call:get': () => ({ callId: newCallId() }),
  'call:record': () => ({ callId: newCallId() }),
  'call:place': () => ({ callId: newCallId(), to: newCallId(), media: 'audio' }),
  'call:askReason': () => ({ callId: newCallId() }),
  'call:giveReason': () => ({ callId: newCallId(), reason: 'Your parcel' }),
  'call:ringing': () => ({ callId: newCallId() }),
  'call:accept': () => ({ callId: newCallId(), media: 'video' }),
  'call:hold': () => ({ callId: newCallId(), held: true }),
  'call:decline': () => ({ callId: newCallId() }),
  'call:end': () => ({ callId: newCallId(), endedAgoMs: 5, peerEnded: true }),
  'call:signal': () => ({ callId: newCallId(), to: newCallId(), linkId: newLinkId(), box: 'sealed' }),
  'call:linkUp': () => ({
    callId: newCallId(),
    linkId: newLinkId(),
    route: direct,
    gapMs: 400,
    cause: 'silent',
  }),
  'call:linkDown': () => ({ callId: newCallId(), linkId: newLinkId(), cause: 'silent' }),
  'ice:servers': () => ({ callId: newCallId() }),
  'checkup:relay': () => ({}),
  'history:list': () => ({
    filter: 'all',
    peer: newCallId(),
    before: { placedAt: 1, callId: newCallId() },
    limit: 10,
  }),
  'history:seen': () => ({ callIds: [newCallId()] }),
  'history:delete': () => ({ before: 5 }),
  'history:restore': () => ({ removal: newCallId() }),
  'me:rename': () => ({ name: 'Mallory' }),
  'people:list': () => ({}),
  'contact:set': () => ({ userId: newCallId(), name: 'Mum', isFavorite: true }),
  'contact:remove': () => ({ userId: newCallId() }),
  'people:get': () => ({ userId: newCallId() }),
  'people:find': () => ({ name: 'Nobody' }),
  'conversation:list': () => ({}),
  'conversation:mark': () => ({ peer: newCallId(), delivered: 5, read: 5 }),
  'message:send': () => ({ id: newCallId(), to: newCallId(), text: 'Hello' }),
  'message:list': () => ({ peer: newCallId(), before: 5, limit: 10 }),
  'note:list': () => ({ peer: newCallId(), before: 5, limit: 10 }),
  'note:ofCalls': () => ({ callIds: [newCallId()] }),
  'note:new': () => ({}),
  'note:fetched': () => ({ noteIds: [newCallId()] }),
  'note:played': () => ({ noteId: newCallId() }),
  'settings:set': () => ({ alwaysRelay: true }),
  'report:send': () => ({ userId: newCallId(), reason: 'spam' }),
  'privacy:setRules': () => ({ userId: newCallId(), change: { isMuted: true } }),
};
const names = Object.keys(requests) as RequestName[];

/** Values that no field accepts, small and large. */
const invalidValue = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.constantFrom(null, true, -1, 1.5, Number.MAX_SAFE_INTEGER, '', '\u0000', 'x'.repeat(70_000), [], {}, [
    [],
  ]),
  fc.string({ maxLength: 200, unit: 'binary' }),
);

/** A payload with a wrong, extra or missing field, or another value altogether. */
function mutated(name: RequestName): fc.Arbitrary<unknown> {
  const payload = validPayloads[name]();
  const keys = Object.keys(payload);
  const field = keys.length === 0 ? fc.string() : fc.constantFrom(...keys, 'extra', '__proto__', 'toString');
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(field, invalidValue).map(([key, value]) => ({ ...payload, [key]: value })),
    },
    {
      weight: 1,
      arbitrary: field.map((missing) =>
        Object.fromEntries(keys.filter((k) => k !== missing).map((k) => [k, payload[k]])),
      ),
    },
    { weight: 1, arbitrary: invalidValue },
  );
}

const seed = 20_240_601;

test.each(names)(
  '%s answers a hundred invalid payloads, and changes nothing for other users',
  async (name) => {
    const { id: callId } = await ada.place(grace);
    const before = await ada.ok('call:get', { callId });
    const mallory = await server.device('Mallory');
    const payloads = fc.sample(mutated(name), { seed, numRuns: 100 });
    for (const payload of payloads) {
      if (JSON.stringify(payload)?.length > bounds.messageBytes / 2) continue;
      const answer = await mallory.raw(name, payload);
      expect(answer, `seed ${seed}: ${name} ${JSON.stringify(payload)?.slice(0, 200)}`).toHaveProperty('ok');
      if (!answer.ok) expect(['badRequest', 'notFound']).toContain(answer.error.code);
    }
    expect(await ada.ok('call:get', { callId })).toEqual(before);
    // Mallory may change her own settings and name, but gets no pushes about anyone else.
    const own = ['settings:changed', 'me:changed'];
    expect(mallory.received.filter((push) => !own.includes(push.name))).toEqual([]);
    mallory.close();
    await ada.ok('call:end', { callId });
    expect((await fetch(`${server.url}healthz`)).status).toBe(200);
  },
);

test('a signal may have the maximum of bytes, and is too large with one more', async () => {
  const { id: callId } = await ada.place(grace);
  const signal = { callId, to: grace.id, linkId: newLinkId() };
  await grace.ok('call:ringing', { callId });
  expect(await ada.raw('call:signal', { ...signal, box: 'x'.repeat(bounds.boxBytes) })).toMatchObject({
    ok: true,
  });
  const beyond = ['x'.repeat(bounds.boxBytes + 1), 'é'.repeat(bounds.boxBytes / 2 + 1)];
  for (const box of beyond) {
    const answer = await ada.raw('call:signal', { ...signal, box });
    expect(answer).toMatchObject({ ok: false, error: { code: 'tooLarge' } });
  }
  await ada.ok('call:end', { callId });
});

test('a message above the size limit closes its socket, and no other', async () => {
  const mallory = await server.device('Mallory');
  const outcome = await mallory.client.request('people:find', { name: 'x'.repeat(2 * bounds.messageBytes) });
  expect(outcome).toEqual({ kind: 'closed' });
  expect(await ada.raw('people:list', {})).toMatchObject({ ok: true });
});

test('requests above the rate limit are answered with a retry time, and later ones are accepted again', async () => {
  await using small = await TestServer.start({ limits: { requestsPerSecond: 20, requestBurst: 10 } });
  const device = await small.device('Ada');
  const answers = await Promise.all(Array.from({ length: 40 }, () => device.raw('people:list', {})));
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThan(8);
  for (const answer of refused) {
    expect(answer).toMatchObject({ error: { code: 'tooMany', retryAfterMs: expect.any(Number) as number } });
  }
  await expect.poll(() => device.codeOf('people:list', {})).toBe('ok');
});

test('a socket that ignores the rate limit is closed', async () => {
  await using small = await TestServer.start({ limits: { requestsPerSecond: 0.001, requestBurst: 2 } });
  const device = await small.device('Ada');
  for (let n = 0; n < 300; n++) void device.client.request('people:list', {});
  await device.client.closed;
});

test('a device that reads no answers gets no more lists, and stays connected', async () => {
  const [idle, other, grace] = await server.devices('Idle', 'Idle', 'Grace');
  const text = 'x'.repeat(4_000);
  for (let n = 0; n < 50; n++)
    await idle.ok('message:send', { id: v.parse(MessageId, randomUUID()), to: grace.userId, text });
  idle.client.stopReading();
  const outcomes = Array.from({ length: 100 }, () => idle.raw('message:list', { peer: grace.userId }));
  // Reads of one user are answered in their order.
  await other.ok('people:list', {});
  idle.client.resumeReading();
  const codes = (await Promise.all(outcomes)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(new Set(codes)).toEqual(new Set(['ok', 'tooMany']));
});

test('calls are limited per pair and per caller', async () => {
  await using small = await TestServer.start({ limits: { placesPerMinute: 5, placesPerMinutePerPair: 3 } });
  const [caller, first, second] = await small.devices('Ada', 'Grace', 'Mary');
  const placed: string[] = [];
  for (const to of [first, first, first, first, second, second, second]) {
    placed.push(await caller.codeOf('call:place', { callId: newCallId(), to: to.userId, media: 'audio' }));
    for (const { id } of (await caller.hello()).calls) await caller.ok('call:end', { callId: id });
  }
  expect(placed).toEqual(['ok', 'ok', 'ok', 'tooMany', 'ok', 'ok', 'tooMany']);
});
