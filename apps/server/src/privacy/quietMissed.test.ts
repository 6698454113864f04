import type { UserId } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { newCallId, TestServer, type Device } from '../testing/testServer.ts';

const always = { on: true, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', timeZone: 'UTC' };

const ways: readonly [string, boolean, (by: Device, peer: UserId) => Promise<unknown>][] = [
  [
    'the caller is muted',
    true,
    (by, userId) => by.ok('privacy:setRules', { userId, change: { isMuted: true } }),
  ],
  ['quiet hours', true, (by) => by.ok('settings:set', { quietHours: always })],
  ['do not disturb', true, (by) => by.ok('settings:set', { doNotDisturbUntil: Date.now() + 3_600_000 })],
  ['nothing', false, () => Promise.resolve()],
];

test.each(ways)(
  '%s, and all tabs are closed: the missed call says whether it is announced (quiet: %s), and counts',
  async (_, isQuiet, quieten) => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await quieten(grace, ada.userId);
    await grace.leave();
    const callId = newCallId();
    await ada.ok('call:place', { callId, to: grace.userId, media: 'audio' });
    await ada.ok('call:end', { callId });
    const back = await server.device('Grace');
    const { entries, missed } = await back.ok('history:list', { filter: 'missed' });
    expect(missed).toBe(1);
    expect(entries).toMatchObject([{ label: 'missed', seen: false }]);
    expect(entries[0]?.quiet).toBe(isQuiet ? true : undefined);
    expect((await ada.history())[0]).not.toHaveProperty('quiet');
  },
);
