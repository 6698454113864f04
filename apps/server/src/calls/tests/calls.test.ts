import { expect, test } from 'vitest';
import { direct, newLinkId, TestServer } from '../../testing/testServer.ts';

test('a call from placing to hanging up is the same on both devices and in both histories', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const grace = await server.device('Grace');

  const placed = await ada.place(grace, 'video');
  expect(placed).toMatchObject({ phase: 'calling', version: 1, ringing: [] });
  const { id: callId } = placed;
  expect(await grace.pushedCall(callId, 'calling')).not.toHaveProperty('ringing');

  await grace.ok('call:ringing', { callId });
  expect(await ada.pushedCall(callId, 'ringing')).toMatchObject({ ringing: [grace.id] });
  await grace.ok('call:accept', { callId, media: 'audio' });
  expect(await ada.pushedCall(callId, 'connecting')).toMatchObject({
    answeredBy: grace.id,
    answeredMedia: 'audio',
  });

  const linkId = newLinkId();
  await ada.ok('call:signal', { callId, to: grace.id, linkId, box: 'sealed' });
  expect(await grace.push('call:signal')).toEqual({ callId, from: ada.id, linkId, box: 'sealed' });

  await ada.ok('call:linkUp', { callId, linkId, route: direct });
  const active = await grace.pushedCall(callId, 'active');
  const ended = await grace.ok('call:end', { callId });
  expect(ended).toMatchObject({ phase: 'ended', end: { reason: 'hungUp', by: grace.userId } });
  await ada.pushedCall(callId, 'ended');

  const durationMs = (ended.end?.at ?? 0) - (active.connectedAt ?? 0);
  const entry = { callId, media: 'video', label: 'answered', durationMs, seen: true };
  expect(await ada.history()).toMatchObject([{ ...entry, direction: 'outgoing', peer: { name: 'Grace' } }]);
  expect(await grace.history()).toMatchObject([{ ...entry, direction: 'incoming', peer: { name: 'Ada' } }]);
});

test('the record of which kinds of devices rang and answered survives the call and a restart', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const kind = { form: 'phone', browser: 'Safari' } as const;
  await grace.ok('session:hello', { kind });
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await grace.ok('call:accept', { callId, media: 'audio' });
  await ada.ok('call:end', { callId });
  await server.restart();
  for (const device of [ada, grace]) {
    await device.hello();
    expect(await device.ok('call:record', { callId })).toMatchObject({ rangOn: [kind], answeredOn: kind });
  }
  expect(await ada.raw('session:hello', { kind: { form: 'phone', browser: 'Mosaic' } })).toMatchObject({
    error: { code: 'badRequest' },
  });
});
