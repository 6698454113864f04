import type { CallId, LinkId } from '@ringback/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { direct, newLinkId, TestServer, type Device } from '../../testing/testServer.ts';

const hourMs = 3_600_000;
const steps = [
  { step: 'an hour ahead', stepMs: hourMs },
  { step: 'an hour back', stepMs: -hourMs },
] as const;

const systemNow = Date.now.bind(Date);

/** Sets the wall clock of this process, and so of the server in it. The monotonic clock goes on. */
function setWallClock(aheadMs: number): void {
  vi.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Ada calls Grace, who answers; media arrives at both. */
async function talk(
  ada: Device,
  grace: Device,
): Promise<{ readonly callId: CallId; readonly linkId: LinkId }> {
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:accept', { callId, media: 'audio' });
  const linkId = newLinkId();
  for (const device of [ada, grace]) await device.ok('call:linkUp', { callId, linkId, route: direct });
  return { callId, linkId };
}

test.for(steps)('it rings for its full time when the clock is set $step', async ({ stepMs }) => {
  const ringMs = 400;
  await using server = await TestServer.start({ timeouts: { ringMs } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const startedAt = performance.now();
  const { id: callId, placedAt } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  setWallClock(stepMs);
  const { end } = await ada.pushedCall(callId, 'ended');
  expect(end?.reason).toBe('noAnswer');
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThanOrEqual(ringMs - 1);
  expect((end?.at ?? 0) - placedAt).toBeLessThanOrEqual(Math.ceil(tookMs));
});

test.for(steps)('a page has its full time to come back when the clock is set $step', async ({ stepMs }) => {
  const rejoinMs = 400;
  await using server = await TestServer.start({ timeouts: { rejoinMs } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId, linkId } = await talk(ada, grace);
  const leftAt = performance.now();
  await grace.leave();
  await ada.ok('call:linkDown', { callId, linkId, cause: 'silent' });
  setWallClock(stepMs);
  expect((await ada.pushedCall(callId, 'ended')).end?.reason).toBe('connectionLost');
  expect(performance.now() - leftAt).toBeGreaterThanOrEqual(rejoinMs - 1);
});

test.for(steps)('a call lasts as long as people talked when the clock is set $step', async ({ stepMs }) => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const startedAt = performance.now();
  const { callId } = await talk(ada, grace);
  setWallClock(stepMs);
  const talkedAt = performance.now();
  await vi.waitUntil(() => performance.now() - talkedAt >= 20);
  await ada.ok('call:end', { callId });
  const tookMs = performance.now() - startedAt;
  for (const device of [ada, grace]) {
    const [entry] = await device.history();
    expect(entry).toMatchObject({ callId, label: 'answered' });
    expect(entry?.durationMs).toBeGreaterThanOrEqual(19);
    expect(entry?.durationMs).toBeLessThanOrEqual(Math.ceil(tookMs));
  }
});

test.for(steps)(
  'the newest call is on top after the clock was set $step, also by a restart',
  async ({ stepMs }) => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const placed: string[] = [];
    const call = async (): Promise<void> => {
      const { id: callId } = await ada.place(grace);
      placed.unshift(callId);
      await ada.ok('call:end', { callId });
    };
    await call();
    setWallClock(stepMs);
    await call();
    await server.restart({}, async () => setWallClock(0));
    for (const device of [ada, grace]) await device.hello();
    await call();
    for (const device of [ada, grace])
      expect((await device.history()).map(({ callId }) => callId)).toEqual(placed);
  },
);

test.for(steps)('a call goes on over a restart during which the clock is set $step', async ({ stepMs }) => {
  const ringMs = 600;
  await using server = await TestServer.start({ timeouts: { ringMs } });
  const [ada, grace, mary, joan] = await server.devices('Ada', 'Grace', 'Mary', 'Joan');
  const startedAt = performance.now();
  const { callId } = await talk(ada, grace);
  const placedAt = performance.now();
  const { id: ringing } = await mary.place(joan);
  await server.restart({}, async () => setWallClock(stepMs));
  await Promise.all([ada, grace, mary, joan].map((device) => device.hello()));
  await ada.ok('call:end', { callId });
  const [entry] = await ada.history();
  expect(entry?.durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - startedAt));
  await mary.pushedCall(ringing, 'ended');
  expect(performance.now() - placedAt).toBeGreaterThanOrEqual(ringMs - 1);
});
