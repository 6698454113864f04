import { expect, test } from 'vitest';
import { newCallId, newLinkId, TestServer, type Device } from '../../testing/testServer.ts';

const send = (
  from: Device,
  to: Device,
  callId: ReturnType<typeof newCallId>,
  box = 'sealed',
): Promise<string> => from.codeOf('call:signal', { callId, to: to.id, linkId: newLinkId(), box });

test('signals pass between the caller’s device and the ringing devices, then the one that answered', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace, grace2, mary] = await server.devices('Ada', 'Ada', 'Grace', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  expect(await send(ada, grace, callId)).toBe('forbidden');
  await grace.ok('call:ringing', { callId });
  expect(await send(ada, grace, callId)).toBe('ok');
  expect(await send(grace, ada, callId)).toBe('ok');
  expect(await send(ada, grace2, callId)).toBe('forbidden');
  expect(await send(grace2, ada, callId)).toBe('forbidden');
  expect(await send(ada2, grace, callId)).toBe('forbidden');
  expect(await send(ada, ada, callId)).toBe('forbidden');
  expect(await send(mary, ada, callId)).toBe('notFound');
  await grace2.ok('call:ringing', { callId });
  expect(await send(ada, grace2, callId)).toBe('ok');
  await grace2.ok('call:accept', { callId, media: 'audio' });
  expect(await send(ada, grace, callId)).toBe('forbidden');
  expect(await send(grace2, ada, callId)).toBe('ok');
  await ada.ok('call:end', { callId });
  expect(await send(ada, grace2, callId)).toBe('ended');
  expect(await send(ada, grace2, newCallId())).toBe('notFound');
  expect(mary.received).toEqual([]);
});

test('signals arrive in the order in which they were sent', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await Promise.all(Array.from({ length: 50 }, (_, n) => send(ada, grace, callId, String(n))));
  await expect
    .poll(() => grace.pushes('call:signal').map(({ box }) => Number(box)))
    .toEqual(Array.from({ length: 50 }, (_, n) => n));
});

test('a signal to a disconnected device is answered as unavailable', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:accept', { callId, media: 'audio' });
  await grace.leave();
  await ada.push('call:changed', ({ away }) => away !== undefined);
  expect(await send(ada, grace, callId)).toBe('unavailable');
});

test('signals beyond the limit of a call are refused with a retry time, and a stranger’s do not count toward it', async () => {
  await using server = await TestServer.start({ limits: { signalBytesPerSecond: 31_000 } });
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  const box = 'x'.repeat(30_000);
  expect(await send(mary, grace, callId, box)).toBe('notFound');
  expect(await send(ada, grace, callId, box)).toBe('ok');
  const refused = await grace.ask('call:signal', { callId, to: ada.id, linkId: newLinkId(), box });
  expect(refused).toMatchObject({ ok: false, error: { code: 'tooMany' } });
  expect(!refused.ok && refused.error.retryAfterMs).toBeGreaterThan(0);
});
