import { expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { direct, newLinkId, TestServer } from '../../testing/testServer.ts';

/** A log that records its lines about calls. */
function recordLog() {
  const steps: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    const fields = JSON.parse(line) as Record<string, unknown>;
    if ('callId' in fields) steps.push(fields);
  };
  return { steps, log: createLog('info', { write }) };
}

test('a full call logs exactly one line for each step: ids, states and milliseconds', async () => {
  const { steps, log } = recordLog();
  await using server = await TestServer.start({}, {}, log);
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await grace.ok('call:accept', { callId, media: 'audio' });
  const linkId = newLinkId();
  for (const device of [ada, grace]) await device.ok('call:linkUp', { callId, linkId, route: direct });
  for (const device of [ada, grace]) await device.ok('call:linkDown', { callId, linkId, cause: 'silent' });
  for (const device of [ada, grace]) await device.ok('call:linkUp', { callId, linkId, route: direct });
  await ada.ok('call:end', { callId });
  await expect.poll(() => steps.at(-1)).toMatchObject({ msg: 'call ended' });
  expect(steps.map(({ msg, from, to }) => [msg, from, to])).toEqual([
    ['call placed', undefined, 'calling'],
    ['call rang', 'calling', 'ringing'],
    ['call accepted', 'ringing', 'connecting'],
    ['call media up', 'connecting', 'active'],
    ['call reconnecting', 'active', 'reconnecting'],
    ['call media up again', 'reconnecting', 'active'],
    ['call ended', 'active', 'ended'],
  ]);
  expect(steps.at(-1)).toMatchObject({ callId, level: 'info', reason: 'hungUp' });
  const fields = new Set(steps.flatMap((step) => Object.keys(step)));
  expect([...fields].toSorted()).toEqual(
    ['level', 'time', 'msg', 'callId', 'from', 'to', 'reason', 'sincePlacedMs'].toSorted(),
  );
  expect(steps.every(({ sincePlacedMs }) => typeof sincePlacedMs === 'number')).toBe(true);
});

test('a call to a person on another call logs that it was placed and ended as busy', async () => {
  const { steps, log } = recordLog();
  await using server = await TestServer.start({}, {}, log);
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const { id: first } = await ada.place(grace);
  await grace.ok('call:accept', { callId: first, media: 'audio' });
  const { id: second } = await mary.place(grace);
  const ofSecond = () => steps.filter(({ callId }) => callId === second);
  await expect.poll(() => ofSecond().length).toBe(2);
  expect(ofSecond()).toMatchObject([
    { msg: 'call placed', to: 'calling' },
    { msg: 'call ended', from: 'calling', to: 'ended', reason: 'busy' },
  ]);
});
