import { defaultSettings } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

const relayed = { ...defaultSettings, alwaysRelay: true };

test('settings apply to all devices of the user, survive a restart, and affect no one else', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  expect((await ada.hello()).settings).toEqual(defaultSettings);
  expect(await ada.ok('settings:set', { alwaysRelay: true })).toEqual(relayed);
  for (const device of [ada, ada2]) expect(await device.push('settings:changed')).toEqual(relayed);
  expect(grace.pushes('settings:changed')).toEqual([]);
  await server.restart();
  expect((await ada2.hello()).settings).toEqual(relayed);
  expect((await grace.hello()).settings).toEqual(defaultSettings);
});

test('a change without fields is answered with the current settings', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  expect(await ada.ok('settings:set', {})).toEqual(defaultSettings);
  await ada.ok('settings:set', { alwaysRelay: true });
  expect(await ada.ok('settings:set', {})).toEqual(relayed);
  expect(await ada.ok('settings:set', { alwaysRelay: false })).toEqual(defaultSettings);
});

test('changing one setting leaves the others alone', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  await ada.ok('settings:set', { missedCallPrompts: false });
  expect(await ada.ok('settings:set', { alwaysRelay: true })).toEqual({
    ...relayed,
    missedCallPrompts: false,
  });
});

test('every setting can be changed, and stays after a restart', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const opposite = {
    alwaysRelay: true,
    missedCallPrompts: false,
    busyOnAnotherCall: true,
    showCameraWhileRinging: true,
    keyboardShortcuts: false,
    callsFrom: 'contacts',
    messagesFrom: 'contactsExcept',
    strangers: 'silence',
    readReceipts: false,
    quietHours: { on: true, days: [6, 7], from: '22:30', to: '07:00', timeZone: 'Europe/Berlin' },
    doNotDisturbUntil: 1_900_000_000_000,
  } satisfies typeof defaultSettings;
  expect(await ada.ok('settings:set', opposite)).toEqual(opposite);
  await server.restart();
  expect((await ada.hello()).settings).toEqual(opposite);
});

test('quiet hours and do not disturb are switched off', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const quietHours = { on: true, days: [1], from: '09:00', to: '17:00', timeZone: 'Asia/Tokyo' };
  await ada.ok('settings:set', { quietHours, doNotDisturbUntil: 1_900_000_000_000 });
  await ada.ok('settings:set', { quietHours: null, doNotDisturbUntil: null });
  expect((await ada.hello()).settings).toEqual(defaultSettings);
});

test('two devices change settings at once: both end up with the same settings', async () => {
  await using server = await TestServer.start();
  const [ada, ada2] = await server.devices('Ada', 'Ada');
  const values = [true, false, true, false, true];
  await Promise.all(
    values.map((alwaysRelay, at) => (at % 2 === 0 ? ada : ada2).ok('settings:set', { alwaysRelay })),
  );
  const last = (await ada.hello()).settings;
  for (const device of [ada, ada2]) {
    await expect.poll(() => device.pushes('settings:changed')).toHaveLength(values.length);
    expect(device.pushes('settings:changed').at(-1)).toEqual(last);
  }
});

test.each([[{ alwaysRelay: 'yes' }], [{ alwaysRelay: null }], [{ theme: 'dark' }], [[]]])(
  '%j is refused',
  async (payload) => {
    await using server = await TestServer.start();
    const ada = await server.device('Ada');
    expect(await ada.raw('settings:set', payload)).toMatchObject({ error: { code: 'badRequest' } });
  },
);
