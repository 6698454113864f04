import type { CallId } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { direct, newCallId, newLinkId, TestServer, type Device } from '../../testing/testServer.ts';

/** Two users who called each other: one call with the ids of both. */
interface Glare {
  readonly ada: Device;
  readonly grace: Device;
  readonly first: CallId;
  readonly alias: CallId;
}

async function glare(server: TestServer): Promise<Glare> {
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const [first, alias] = [newCallId(), newCallId()];
  await ada.place(grace, 'audio', first);
  await grace.place(ada, 'audio', alias);
  return { ada, grace, first, alias };
}

test('both parties find the call by either id, and no one else does', async () => {
  await using server = await TestServer.start();
  const { ada, grace, first, alias } = await glare(server);
  const mary = await server.device('Mary');
  for (const callId of [first, alias]) {
    for (const device of [ada, grace])
      expect(await device.ok('call:get', { callId })).toMatchObject({ id: first });
    expect(await mary.codeOf('call:get', { callId })).toBe('notFound');
    expect(await mary.codeOf('call:end', { callId })).toBe('notFound');
  }
});

test('every request about a connecting or active call accepts the second id', async () => {
  await using server = await TestServer.start();
  const { ada, grace, first, alias: callId } = await glare(server);
  const linkId = newLinkId();
  expect(await grace.ok('call:accept', { callId, media: 'audio' })).toMatchObject({ id: first });
  await ada.ok('call:signal', { callId, to: grace.id, linkId, box: 'sealed' });
  expect(await grace.push('call:signal')).toMatchObject({ callId: first });
  const link = { callId, linkId, route: direct } as const;
  expect(await grace.ok('call:linkUp', link)).toMatchObject({ id: first, phase: 'active' });
  await ada.ok('call:linkUp', link);
  const broken = { callId, linkId, cause: 'silent' } as const;
  expect(await ada.ok('call:linkDown', broken)).toMatchObject({ id: first, phase: 'reconnecting' });
  expect(await ada.ok('call:end', { callId })).toMatchObject({ id: first, end: { reason: 'hungUp' } });
});

test('either party ends the call by its second id, and finds it afterwards and after a restart', async () => {
  await using server = await TestServer.start();
  for (const ender of ['ada', 'grace'] as const) {
    const { ada, grace, first, alias: callId } = await glare(server);
    const ended = { id: first, phase: 'ended', end: { reason: 'hungUp' } };
    expect(await { ada, grace }[ender].ok('call:end', { callId })).toMatchObject(ended);
    for (const device of [ada, grace]) expect(await device.ok('call:end', { callId })).toMatchObject(ended);
    await server.restart();
    for (const device of [ada, grace]) {
      await device.hello();
      expect(await device.ok('call:get', { callId })).toMatchObject(ended);
      expect(await device.ok('call:end', { callId })).toMatchObject(ended);
    }
  }
});

test('the second id of a live call still works after a restart', async () => {
  await using server = await TestServer.start();
  const { ada, grace, first, alias: callId } = await glare(server);
  await server.restart();
  await ada.hello();
  await grace.hello();
  expect(await grace.ok('call:get', { callId })).toMatchObject({ id: first, phase: 'connecting' });
  expect(await ada.ok('call:end', { callId })).toMatchObject({ id: first, phase: 'ended' });
});

test('the second id works if its place and its end are in one batch', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const [first, callId] = [newCallId(), newCallId()];
  await ada.place(grace, 'audio', first);
  const placed = grace.place(ada, 'audio', callId);
  const ended = grace.ok('call:end', { callId });
  expect(await placed).toMatchObject({ id: first });
  expect(await ended).toMatchObject({ id: first, phase: 'ended' });
  for (const device of [ada, grace]) {
    expect(await device.ok('call:end', { callId })).toMatchObject({ id: first, phase: 'ended' });
    expect(await device.ok('call:get', { callId })).toMatchObject({ id: first, phase: 'ended' });
  }
  expect(await grace.place(ada, 'audio', callId)).toMatchObject({ id: first, phase: 'ended' });
});
