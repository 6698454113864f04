import { expect, test } from 'vitest';
import { Rig } from '../server.testing.ts';

test('what a user sets holds on all their devices, over a restart, and for nobody else', async () => {
  await using rig = await Rig.start();
  const [ada, ada2, grace] = await rig.devices('Ada', 'Ada', 'Grace');
  expect((await ada.hello()).settings).toEqual({ alwaysRelay: false });
  expect(await ada.ok('settings:set', { alwaysRelay: true })).toEqual({ alwaysRelay: true });
  for (const device of [ada, ada2])
    expect(await device.push('settings:changed')).toEqual({ alwaysRelay: true });
  expect(grace.pushes('settings:changed')).toEqual([]);
  await rig.restart();
  expect((await ada2.hello()).settings).toEqual({ alwaysRelay: true });
  expect((await grace.hello()).settings).toEqual({ alwaysRelay: false });
});

test('a change of nothing answers what holds', async () => {
  await using rig = await Rig.start();
  const ada = await rig.device('Ada');
  expect(await ada.ok('settings:set', {})).toEqual({ alwaysRelay: false });
  await ada.ok('settings:set', { alwaysRelay: true });
  expect(await ada.ok('settings:set', {})).toEqual({ alwaysRelay: true });
  expect(await ada.ok('settings:set', { alwaysRelay: false })).toEqual({ alwaysRelay: false });
});

test('two devices at once: both are told the same in the end', async () => {
  await using rig = await Rig.start();
  const [ada, ada2] = await rig.devices('Ada', 'Ada');
  const wishes = [true, false, true, false, true];
  await Promise.all(
    wishes.map((alwaysRelay, at) => (at % 2 === 0 ? ada : ada2).ok('settings:set', { alwaysRelay })),
  );
  const last = (await ada.hello()).settings;
  for (const device of [ada, ada2]) {
    await expect.poll(() => device.pushes('settings:changed')).toHaveLength(wishes.length);
    expect(device.pushes('settings:changed').at(-1)).toEqual(last);
  }
});

test.each([[{ alwaysRelay: 'yes' }], [{ alwaysRelay: null }], [{ theme: 'dark' }], [[]]])(
  '%j is refused',
  async (payload) => {
    await using rig = await Rig.start();
    const ada = await rig.device('Ada');
    expect(await ada.raw('settings:set', payload)).toMatchObject({ error: { code: 'badRequest' } });
  },
);
