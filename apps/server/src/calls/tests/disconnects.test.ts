import { expect, test } from 'vitest';
import { direct, newCallId, newLinkId, type Device, TestServer } from '../../testing/testServer.ts';

/** Connects two devices in a call with media on both sides. */
async function connect(
  caller: Device,
  callee: Device,
): Promise<{ callId: Parameters<Device['pushedCall']>[0]; linkId: ReturnType<typeof newLinkId> }> {
  const { id: callId } = await caller.place(callee);
  await callee.ok('call:accept', { callId, media: 'audio' });
  const linkId = newLinkId();
  await caller.ok('call:linkUp', { callId, linkId, route: direct });
  await callee.ok('call:linkUp', { callId, linkId, route: direct });
  return { callId, linkId };
}

test('the caller’s page closes while it rings: the call is canceled after the grace period', async () => {
  await using server = await TestServer.start({ timeouts: { callerGoneMs: 100 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await ada.leave();
  expect((await grace.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'canceled', by: ada.userId });
});

test('the caller’s page is back within the grace period: the call keeps ringing', async () => {
  await using server = await TestServer.start({ timeouts: { callerGoneMs: 2_500, ringMs: 3_500 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await ada.leave();
  expect((await ada.hello()).calls).toMatchObject([{ id: callId, phase: 'ringing', ringing: [grace.id] }]);
  expect((await grace.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'noAnswer' });
});

test('a page closes in a call: the other side sees it at once, and the call is lost after the grace period', async () => {
  await using server = await TestServer.start({ timeouts: { rejoinMs: 150, reconnectMs: 300 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId, linkId } = await connect(ada, grace);
  await grace.leave();
  expect(await ada.push('call:changed', ({ away }) => away !== undefined)).toMatchObject({
    away: [grace.userId],
    awayUntil: expect.any(Number) as number,
  });
  await ada.ok('call:linkDown', { callId, linkId, cause: 'silent' });
  const ended = await ada.pushedCall(callId, 'ended');
  expect(ended.end).toMatchObject({ reason: 'connectionLost' });
  expect(await ada.history()).toMatchObject([{ label: 'answered', detail: 'connectionLost' }]);
});

test('a page reloaded in a call rejoins, and each user keeps one entry', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId } = await connect(ada, grace);
  await grace.leave();
  await ada.push('call:changed', ({ away }) => away?.[0] === grace.userId);
  expect((await grace.hello()).calls).toMatchObject([{ id: callId, phase: 'reconnecting' }]);
  const back = await ada.push(
    'call:changed',
    ({ away, phase }) => away === undefined && phase === 'reconnecting',
  );
  expect(back.answeredBy).toBe(grace.id);
  const next = newLinkId();
  await ada.ok('call:linkUp', { callId, linkId: next, route: direct });
  await grace.ok('call:linkUp', { callId, linkId: next, route: direct });
  await ada.ok('call:end', { callId });
  expect(await ada.history()).toMatchObject([{ label: 'answered' }]);
  expect(await grace.history()).toHaveLength(1);
});

test('a new socket of a device replaces the older one, whose end changes nothing', async () => {
  await using server = await TestServer.start({ timeouts: { rejoinMs: 50, callerGoneMs: 50 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId, linkId } = await connect(ada, grace);
  const older = grace.client;
  await grace.hello([{ callId, linkId, route: direct }]);
  await older.closed;
  expect(await ada.ok('call:get', { callId })).toMatchObject({ phase: 'active' });
  expect(ada.pushes('call:changed').filter(({ away }) => away !== undefined)).toEqual([]);
  await ada.ok('call:end', { callId });
  await grace.pushedCall(callId, 'ended');
});

test('a silent device is not away but named, and its call is lost only after the longer grace period', async () => {
  await using server = await TestServer.start({ pingMs: 1_000, timeouts: { rejoinMs: 1, reconnectMs: 150 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId, linkId } = await connect(ada, grace);
  await ada.ok('call:linkDown', { callId, linkId, cause: 'silent' });
  grace.client.stopAnsweringPings();
  expect(await ada.push('call:changed', ({ silent }) => silent !== undefined)).toMatchObject({
    phase: 'reconnecting',
    silent: [grace.userId],
  });
  expect((await ada.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'connectionLost' });
  expect(ada.pushes('call:changed').filter(({ away }) => away !== undefined)).toEqual([]);
});

test('an answered call without media fails with the cause on both sides', async () => {
  await using server = await TestServer.start({ timeouts: { connectMs: 1_500 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:accept', { callId, media: 'audio' });
  await grace.ok('call:linkDown', { callId, linkId: newLinkId(), cause: 'iceFailed' });
  await ada.pushedCall(callId, 'ended');
  const failed = [{ label: 'failed', cause: 'iceFailed' }];
  expect([await ada.history(), await grace.history()]).toMatchObject([failed, failed]);
});

test('an end pressed while offline counts from when it was pressed', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId, linkId } = await connect(ada, grace);
  const { connectedAt = 0 } = await ada.ok('call:get', { callId });
  await grace.hello([{ callId, linkId, route: direct }]);
  const ended = await grace.ok('call:end', { callId, endedAgoMs: 3_600_000 });
  expect(ended.end?.at).toBe(connectedAt);
  expect(await ada.history()).toMatchObject([{ durationMs: 0 }]);
});

test('the server restarts while one call rings and one is active', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary, alan] = await server.devices('Ada', 'Grace', 'Mary', 'Alan');
  const { callId: active, linkId } = await connect(ada, grace);
  const { id: ringing } = await mary.place(alan);
  await alan.ok('call:ringing', { callId: ringing });
  await server.restart();
  const links = [{ callId: active, linkId, route: direct }];
  expect((await ada.hello(links)).calls).toMatchObject([{ id: active, phase: 'active' }]);
  expect((await grace.hello(links)).calls).toMatchObject([{ id: active, phase: 'active' }]);
  expect((await mary.hello()).calls).toMatchObject([{ id: ringing, phase: 'ringing', ringing: [] }]);
  expect((await alan.hello()).calls).toMatchObject([{ id: ringing, phase: 'ringing' }]);
  await alan.ok('call:ringing', { callId: ringing });
  await mary.push('call:changed', (call) => call.ringing?.[0] === alan.id);
  await grace.ok('call:end', { callId: active });
  await ada.pushedCall(active, 'ended');
});

test('a call whose ring deadline passed while the server was down ends at the start, with no device connected', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 50 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId, ringDeadlineAt } = await ada.place(grace);
  await server.restart({}, async () => {
    await expect.poll(() => Date.now()).toBeGreaterThan(ringDeadlineAt);
  });
  expect((await grace.hello()).calls).toEqual([]);
  await ada.hello();
  expect((await ada.ok('call:get', { callId })).phase).toBe('ended');
});

test('both sides can read the record of an ended call', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId } = await connect(ada, grace);
  const relay = { path: 'relay', transport: 'tcp' } as const;
  await ada.ok('call:linkUp', { callId, linkId: newLinkId(), route: relay, gapMs: 400, cause: 'silent' });
  await grace.ok('call:end', { callId });
  await ada.pushedCall(callId, 'ended');
  const callersRecord = await ada.ok('call:record', { callId });
  expect(callersRecord).toMatchObject({
    answeredBy: grace.id,
    moments: [
      { kind: 'up', role: 'caller', route: direct },
      { kind: 'up', role: 'callee', route: direct },
      { kind: 'up', role: 'caller', route: relay, gapMs: 400, cause: 'silent' },
    ],
    end: { reason: 'hungUp', by: grace.userId },
  });
  expect(await grace.ok('call:record', { callId })).toEqual(callersRecord);
});

test('the record of a call is answered to a stranger as for an unknown id', async () => {
  await using server = await TestServer.start();
  const [ada, grace, eve] = await server.devices('Ada', 'Grace', 'Eve');
  const { callId } = await connect(ada, grace);
  const unknown = await eve.ask('call:record', { callId: newCallId() });
  expect(await eve.ask('call:record', { callId })).toEqual(unknown);
  await grace.ok('call:end', { callId });
  expect(await eve.ask('call:record', { callId })).toEqual(unknown);
  expect(await eve.codeOf('call:record', { callId })).toBe('notFound');
});
