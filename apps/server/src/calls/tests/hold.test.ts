import { expect, test } from 'vitest';
import { direct, newCallId, newLinkId, TestServer } from '../../testing/testServer.ts';

test('a held call is pushed to both devices, and a reload or a new server process does not end the hold', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await grace.ok('call:accept', { callId, media: 'audio' });
  await ada.ok('call:linkUp', { callId, linkId: newLinkId(), route: direct });
  expect(await grace.ok('call:hold', { callId, held: true })).toMatchObject({ held: [grace.userId] });
  await ada.push('call:changed', ({ held }) => held?.includes(grace.userId) === true);
  await server.restart();
  const hello = await grace.hello();
  expect(hello.calls).toMatchObject([{ id: callId, held: [grace.userId] }]);
  await ada.hello();
  expect(await grace.ok('call:hold', { callId, held: false })).not.toHaveProperty('held');
  const { moments } = await ada.ok('call:record', { callId });
  const holds = moments.filter(({ kind }) => kind === 'held' || kind === 'resumed');
  expect(holds).toMatchObject([
    { kind: 'held', role: 'callee' },
    { kind: 'resumed', role: 'callee' },
  ]);
});

test('only the device in the call may hold it, and a stranger learns nothing', async () => {
  await using server = await TestServer.start();
  const [ada, grace, elsewhere, mary] = await server.devices('Ada', 'Grace', 'Grace', 'Mary');
  const { id: callId } = await ada.place(grace);
  expect(await ada.codeOf('call:hold', { callId, held: true })).toBe('forbidden');
  await grace.ok('call:accept', { callId, media: 'audio' });
  expect(await elsewhere.codeOf('call:hold', { callId, held: true })).toBe('answeredElsewhere');
  expect(await mary.codeOf('call:hold', { callId, held: true })).toBe('notFound');
  expect(await mary.codeOf('call:hold', { callId: newCallId(), held: true })).toBe('notFound');
  await ada.ok('call:end', { callId });
  expect(await grace.codeOf('call:hold', { callId, held: true })).toBe('ended');
});
