import { expect, test } from 'vitest';
import { sendAdminRequest } from '../../admin/adminSocket.ts';
import { newMessageId } from '../../push/push.testing.ts';
import { newCallId, TestServer } from '../../testing/testServer.ts';
import { newUserId } from '../calls.testing.ts';

test('a stranger calls: the callee sees a request, asks why, and is told; the sound stops on all their devices', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  expect(await grace.pushedCall(callId, 'calling')).toMatchObject({ request: {} });
  expect(await ada.codeOf('call:askReason', { callId })).toBe('forbidden');
  expect(await ada.codeOf('call:giveReason', { callId, reason: 'Your parcel' })).toBe('forbidden');
  await grace.ok('call:ringing', { callId });
  expect(await grace.ok('call:askReason', { callId })).toMatchObject({ asked: true, muted: true });
  const asked = await ada.ok('call:get', { callId });
  expect(asked).toMatchObject({ phase: 'ringing', asked: true });
  expect(asked).not.toHaveProperty('request');
  expect(asked).not.toHaveProperty('muted');
  expect(await grace.codeOf('call:giveReason', { callId, reason: 'Your parcel' })).toBe('forbidden');
  await ada.ok('call:giveReason', { callId, reason: ' Your parcel ' });
  await ada.ok('call:giveReason', { callId, reason: 'Something else' });
  expect(await grace.ok('call:get', { callId })).toMatchObject({ reason: 'Your parcel', muted: true });
  await grace.ok('call:decline', { callId });
  expect(await grace.codeOf('call:askReason', { callId })).toBe('ended');
  expect(await grace.history()).toMatchObject([{ label: 'declined', request: true, reason: 'Your parcel' }]);
  const [theirs] = await ada.history();
  expect(theirs).toMatchObject({ label: 'declined', reason: 'Your parcel' });
  expect(theirs).not.toHaveProperty('request');
});

test('a call from someone whom the callee has called is no request, and nothing can be asked', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const first = await grace.place(ada);
  await grace.ok('call:end', { callId: first.id });
  const { id: callId } = await ada.place(grace);
  const pushed = await grace.pushedCall(callId, 'calling');
  expect(pushed).not.toHaveProperty('request');
  expect(await grace.codeOf('call:askReason', { callId })).toBe('forbidden');
});

test('requests that were not taken are a list of their own', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 100 } });
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const back = await grace.place(mary);
  await grace.ok('call:end', { callId: back.id });
  const known = await mary.place(grace);
  await mary.pushedCall(known.id, 'ended');
  const { id: callId } = await ada.place(grace);
  await ada.pushedCall(callId, 'ended');
  expect(await grace.push('history:changed', (entry) => entry.callId === callId)).toMatchObject({
    request: true,
  });
  const { entries } = await grace.ok('history:list', { filter: 'requests' });
  expect(entries).toMatchObject([{ callId, label: 'missed', request: true }]);
  const found = await grace.ok('history:list', { filter: 'requests', search: 'ad' });
  expect(found.entries).toEqual(entries);
  expect((await grace.ok('history:list', { filter: 'requests', search: 'mary' })).entries).toEqual([]);
  expect((await grace.ok('history:list', { filter: 'missed' })).entries).toHaveLength(2);
});

test('a call says what it is about from the start; a link is refused', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const place = { callId: newCallId(), to: grace.userId, media: 'audio' } as const;
  expect(await ada.codeOf('call:place', { ...place, reason: 'go to evil.com' })).toBe('badRequest');
  await ada.ok('call:place', { ...place, reason: 'Lunch?' });
  expect(await grace.pushedCall(place.callId, 'calling')).toMatchObject({ reason: 'Lunch?', request: {} });
});

test('an urgent call rings in quiet hours where the callee allows it; it is for contacts, three times a day', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const urgent = () => ({ callId: newCallId(), to: grace.userId, media: 'audio', urgent: true }) as const;
  expect(await ada.codeOf('call:place', urgent())).toBe('forbidden');
  await ada.ok('contact:set', { userId: grace.userId });
  await grace.ok('contact:set', { userId: ada.userId });
  await grace.ok('settings:set', { doNotDisturbUntil: Date.now() + 3_600_000 });
  const place = async () => {
    const { id: callId } = await ada.ok('call:place', urgent());
    return grace.pushedCall(callId, 'calling');
  };
  const { id: callId } = await place();
  expect(await grace.ok('call:get', { callId })).toMatchObject({ urgent: true, muted: true });
  await ada.ok('call:end', { callId });
  expect(await grace.push('history:changed', (entry) => entry.callId === callId)).toMatchObject({
    urgent: true,
  });
  for (const device of [ada, grace]) expect(await device.history()).toMatchObject([{ callId, urgent: true }]);
  await grace.ok('privacy:setRules', { userId: ada.userId, change: { allowsUrgent: true } });
  expect(await place()).not.toHaveProperty('muted');
  const third = urgent();
  const placed = await ada.ok('call:place', third);
  expect(await ada.codeOf('call:place', urgent())).toBe('tooMany');
  expect(await ada.ok('call:place', third)).toEqual(placed);
});

test('a stranger who calls again and again must wait, on all devices; the callee is told, and a call back ends it', async () => {
  await using server = await TestServer.start({ nuisanceCalls: 3 });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const attempt = async (): Promise<void> => {
    const { id: callId } = await ada.place(grace);
    await grace.pushedCall(callId, 'calling');
    await ada.ok('call:end', { callId });
  };
  for (let n = 0; n < 3; n++) await attempt();
  const place = { callId: newCallId(), to: grace.userId, media: 'audio' } as const;
  const refused = await ada.raw('call:place', place);
  expect(refused).toMatchObject({
    ok: false,
    error: {
      code: 'tooMany',
      message: 'You have called 3 times. Ringback lets you try again in 5 minutes, or leave a note.',
    },
  });
  const back = await grace.place(ada);
  await grace.ok('call:end', { callId: back.id });
  const { id: callId } = await ada.place(grace);
  expect(await grace.pushedCall(callId, 'calling')).not.toHaveProperty('attempts');
});

test('a report reaches the host with the chosen messages between the two, and nothing of others', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mary] = await server.devices('Ada', 'Grace', 'Mary');
  const ids = [newMessageId(), newMessageId(), newMessageId()] as const;
  await grace.ok('message:send', { id: ids[0], to: ada.userId, text: 'Buy now' });
  await grace.ok('message:send', { id: ids[1], to: ada.userId, text: 'Buy soon' });
  await grace.ok('message:send', { id: ids[2], to: mary.userId, text: 'A secret' });
  expect(await ada.codeOf('report:send', { userId: ada.userId, reason: 'spam' })).toBe('badRequest');
  expect(await ada.codeOf('report:send', { userId: newUserId(), reason: 'spam' })).toBe('notFound');
  const report = {
    userId: grace.userId,
    reason: 'spam' as const,
    note: 'Every day',
    messages: [ids[0], ids[2]],
  };
  await ada.ok('report:send', report);
  const outcome = await sendAdminRequest(server.config.dataDir, 'reports', {});
  expect(outcome).toMatchObject({
    data: {
      reports: [
        {
          reporter: { id: ada.userId },
          reported: { id: grace.userId, name: 'Grace' },
          reason: 'spam',
          note: 'Every day',
          messages: [{ from: grace.userId, text: 'Buy now' }],
        },
      ],
    },
  });
  expect(await sendAdminRequest(server.config.dataDir, 'close-report', { id: 1 })).toMatchObject({
    data: {},
  });
  expect(await sendAdminRequest(server.config.dataDir, 'close-report', { id: 1 })).toMatchObject({
    kind: 'failed',
  });
  expect(await sendAdminRequest(server.config.dataDir, 'report', { id: 1 })).toMatchObject({
    data: { closedAt: expect.any(Number) as number },
  });
});

test('guests of one address cannot bury the reports of others', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 1_000 } });
  const grace = await server.device('Grace');
  const codes: string[] = [];
  for (let n = 0; n < 11; n++) {
    const guest = await server.device(`Guest ${n}`);
    for (let sent = 0; sent < 10; sent++)
      codes.push(await guest.codeOf('report:send', { userId: grace.userId, reason: 'spam' }));
    await guest.leave();
  }
  expect(codes.filter((code) => code === 'ok')).toHaveLength(100);
  expect(codes.at(-1)).toBe('tooMany');
});
