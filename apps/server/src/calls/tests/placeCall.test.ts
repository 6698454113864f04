import { expect, test } from 'vitest';
import { newCallId, TestServer } from '../../testing/testServer.ts';
import { newUserId } from '../calls.testing.ts';

test('a call to oneself or to an unknown user is refused', async () => {
  await using server = await TestServer.start();
  const [ada, other] = await server.devices('Ada', 'Ada');
  expect(await ada.codeOf('call:place', { callId: newCallId(), to: ada.userId, media: 'audio' })).toBe(
    'badRequest',
  );
  const unknownUser = newUserId();
  expect(await ada.codeOf('call:place', { callId: newCallId(), to: unknownUser, media: 'audio' })).toBe(
    'notFound',
  );
  expect(other.pushes('call:changed')).toEqual([]);
});

test('the same place sent twice makes one call', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const callId = newCallId();
  const [first, second] = await Promise.all([
    ada.place(grace, 'audio', callId),
    ada.place(grace, 'audio', callId),
  ]);
  expect(second).toEqual(first);
  await ada.ok('call:end', { callId });
  expect(await ada.place(grace, 'audio', callId)).toMatchObject({ phase: 'ended' });
  expect(await ada.history()).toHaveLength(1);
});

test('an id that belongs to a call of other users is refused', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  expect(await mary.codeOf('call:place', { callId, to: grace.userId, media: 'audio' })).toBe('conflict');
});

test('a cancel right after its place is applied in order, in one batch or in two', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  for (let round = 0; round < 10; round++) {
    const callId = newCallId();
    const placed = ada.ask('call:place', { callId, to: grace.userId, media: 'audio' });
    const ended = ada.ask('call:end', { callId });
    expect(await placed).toMatchObject({ ok: true });
    expect(await ended).toMatchObject({ ok: true, data: { phase: 'ended', end: { reason: 'canceled' } } });
    expect(await grace.pushedCall(callId, 'ended')).toMatchObject({ end: { by: ada.userId } });
  }
  expect((await grace.history()).map(({ label }) => label)).toEqual(
    Array.from({ length: 10 }, () => 'missed'),
  );
});

test('a call to a person on another call is busy at once', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:accept', { callId, media: 'audio' });
  const refused = await mary.place(grace);
  expect(refused).toMatchObject({ phase: 'ended', end: { reason: 'busy' } });
  expect(await mary.history()).toMatchObject([{ label: 'busy' }]);
  expect(await grace.push('history:changed')).toMatchObject({
    label: 'missed',
    detail: 'onAnotherCall',
    missed: 1,
  });
});

test('of two calls that do not ring yet, the second one to ring finds the callee busy', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const first = await ada.place(grace);
  const second = await mary.place(grace);
  expect(second.phase).toBe('calling');
  await grace.ok('call:ringing', { callId: first.id });
  expect(await grace.ok('call:ringing', { callId: second.id })).toMatchObject({ end: { reason: 'busy' } });
  await mary.pushedCall(second.id, 'ended');
  expect(await grace.ok('call:get', { callId: first.id })).toMatchObject({ phase: 'ringing' });
});

test('a device in a call with someone else cannot place another one', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  await ada.place(grace);
  expect(await ada.codeOf('call:place', { callId: newCallId(), to: mary.userId, media: 'audio' })).toBe(
    'conflict',
  );
});

test('two people who call each other get one answered call with both ids', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const alias = newCallId();
  const first = await ada.place(grace, 'video');
  const joined = await grace.place(ada, 'audio', alias);
  expect(joined).toMatchObject({
    id: first.id,
    phase: 'connecting',
    answeredBy: grace.id,
    answeredMedia: 'audio',
  });
  await ada.pushedCall(first.id, 'connecting');
  expect(await grace.ok('call:get', { callId: alias })).toMatchObject({ id: first.id });
  expect(await grace.place(ada, 'audio', alias)).toMatchObject({ id: first.id });
  expect(await grace.ok('call:end', { callId: alias })).toMatchObject({
    id: first.id,
    end: { reason: 'hungUp' },
  });
  await server.restart();
  await grace.hello();
  expect(await grace.ok('call:get', { callId: alias })).toMatchObject({ id: first.id, phase: 'ended' });
  expect(await grace.place(ada, 'audio', alias)).toMatchObject({ id: first.id, phase: 'ended' });
  expect(await grace.history()).toMatchObject([
    { callId: first.id, label: 'answered', direction: 'incoming' },
  ]);
});

test('two people call each other at the same instant on several devices: one call, not busy, not missed', async () => {
  await using server = await TestServer.start();
  const [ada, grace, ada2, grace2] = await server.devices('Ada', 'Grace', 'Ada', 'Grace');
  for (let round = 0; round < 10; round++) {
    const [fromAda, fromGrace] = await Promise.all([ada.place(grace), grace.place(ada)]);
    expect(fromGrace.id).toBe(fromAda.id);
    const caller = fromAda.caller.deviceId === ada.id ? ada : grace;
    const others = caller === ada ? grace2 : ada2;
    await caller.pushedCall(fromAda.id, 'connecting');
    await others.pushedCall(fromAda.id, 'connecting');
    await caller.ok('call:end', { callId: fromAda.id });
  }
  expect(new Set((await ada.history()).map(({ label }) => label))).toEqual(new Set(['answered']));
  expect(new Set((await grace.history()).map(({ label }) => label))).toEqual(new Set(['answered']));
  expect(await grace.history()).toHaveLength(10);
});

test('two people call each other and one cancels at once: the answered call ends as hung up for both', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const [fromAda, fromGrace] = [newCallId(), newCallId()];
  const placed = [ada.place(grace, 'audio', fromAda), grace.place(ada, 'audio', fromGrace)];
  await ada.ok('call:end', { callId: fromAda });
  await Promise.all(placed);
  const [outgoing] = await ada.history();
  const [incoming] = await grace.history();
  expect([outgoing?.label, incoming?.label]).toEqual(
    outgoing?.label === 'canceled' ? ['canceled', 'missed'] : ['answered', 'answered'],
  );
});

test('the caller calls again: the old call ends without a notice, and the new one rings', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const first = await ada.place(grace);
  await grace.ok('call:ringing', { callId: first.id });
  const second = await ada.place(grace);
  expect(second.phase).toBe('calling');
  expect(await grace.pushedCall(first.id, 'ended')).toMatchObject({ end: { reason: 'canceled' } });
  await grace.pushedCall(second.id, 'calling');
  expect(await grace.push('history:changed')).toMatchObject({ label: 'missed', seen: true, missed: 0 });
});

test('after the caller’s device crashed in a call, a new call replaces the old one', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const first = await ada.place(grace);
  await grace.ok('call:accept', { callId: first.id, media: 'audio' });
  await ada.leave();
  await grace.push('call:changed', ({ away }) => away?.[0] === ada.userId);
  const again = await server.device('Ada');
  const second = await again.place(grace);
  expect(await grace.pushedCall(first.id, 'ended')).toMatchObject({
    end: { reason: 'connectFailed', cause: 'deviceGone' },
  });
  expect(second.phase).toBe('calling');
});

test('a hidden call looks to the caller like a call to someone offline, and does not reach the callee', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 150 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.ok('privacy:setRules', { userId: ada.userId, change: { blocksCalls: true } });
  const { id: callId } = await ada.place(grace);
  expect(await grace.codeOf('call:get', { callId })).toBe('notFound');
  expect(await grace.codeOf('call:record', { callId })).toBe('notFound');
  expect(await grace.codeOf('call:accept', { callId, media: 'audio' })).toBe('notFound');
  expect((await ada.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'unreachable' });
  const record = await ada.ok('call:record', { callId });
  expect(record).toMatchObject({ devicesRang: 0, moments: [], end: { reason: 'unreachable' } });
  expect(record).not.toHaveProperty('rangAt');
  expect(await grace.codeOf('call:record', { callId })).toBe('notFound');
  expect(await ada.history()).toMatchObject([{ label: 'canceled', detail: 'notReached' }]);
  expect(await grace.history()).toEqual([]);
  expect(grace.pushes('call:changed').map(({ id }) => id)).not.toContain(callId);
  expect(await grace.ok('people:list', {})).toMatchObject({ people: [{ id: ada.userId, met: false }] });
});

test('the caller’s record of a silenced call is that of a call to someone offline, even if the callee tries to ring', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 1_500 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.ok('settings:set', { strangers: 'silence' });
  const { id: callId, placedAt } = await ada.place(grace);
  expect(await grace.codeOf('call:ringing', { callId })).toBe('notFound');
  expect(await grace.codeOf('call:record', { callId })).toBe('notFound');
  const offline = { placedAt, devicesRang: 0, moments: [], dropped: 0 };
  expect(await ada.ok('call:record', { callId })).toEqual(offline);
  const { end } = await ada.pushedCall(callId, 'ended');
  expect(await grace.codeOf('call:ringing', { callId })).toBe('ended');
  expect(await ada.ok('call:record', { callId })).toEqual({ ...offline, end });
});

test('a silenced call does not ring and leaves an entry', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 100 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.ok('settings:set', { strangers: 'refuse' });
  const { id: callId } = await ada.place(grace);
  expect((await ada.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'unreachable' });
  expect(await grace.push('history:changed')).toMatchObject({ label: 'missed', detail: 'silenced' });
  expect(grace.pushes('call:changed').filter(({ phase }) => phase !== 'ended')).toEqual([]);
});

test('links warm up directly only between people who have called each other, and the caller learns of it by the ring', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const first = await ada.place(grace);
  expect(first.warm).toBeUndefined();
  expect((await grace.ok('call:ringing', { callId: first.id })).warm).toBe('relay');
  expect((await ada.pushedCall(first.id, 'ringing')).warm).toBe('relay');
  await ada.ok('call:end', { callId: first.id });
  const second = await grace.place(ada);
  expect((await ada.pushedCall(second.id, 'calling')).warm).toBe('all');
  expect((await grace.ok('call:end', { callId: second.id })).warm).toBeUndefined();
  await server.restart();
  const [, graceAgain] = await Promise.all([ada.hello(), grace.hello()]);
  expect(graceAgain.me.id).toBe(grace.userId);
  const third = await ada.place(grace);
  expect((await grace.ok('call:ringing', { callId: third.id })).warm).toBe('all');
});
