import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { RingtoneCoordinator } from './ringtoneCoordinator.ts';
import type { SoundState, TonePlayer } from './tonePlayer.ts';
import type { ToneName } from './tones.ts';

/** A tab whose sound is allowed or blocked. */
function createTab(lockName: string, sound: SoundState = 'ready') {
  const state = createStore<SoundState>()(() => sound);
  let sounding: ToneName | undefined;
  const player: TonePlayer = {
    state,
    play: (name) => (sounding = name),
    probe: () => {},
    enable: () => state.setState('ready', true),
    close: () => {},
  };
  const ringtone = new RingtoneCoordinator(player, lockName);
  return { ringtone, state, player, heard: () => sounding };
}

const newLockName = (): string => `ringback.ringtone.${randomUUID()}`;

/** Waits until exactly these tabs play the ringtone. */
async function expectRingtoneIn(
  tabs: readonly ReturnType<typeof createTab>[],
  which: readonly boolean[],
): Promise<void> {
  await expect.poll(() => tabs.map((tab) => tab.heard() === 'ringtone')).toEqual(which);
}

test('of three tabs of one user, one plays the ringtone until the ring ends', async () => {
  const lock = newLockName();
  const tabs = [createTab(lock), createTab(lock), createTab(lock)];
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  await expectRingtoneIn(tabs, [true, false, false]);
  for (const { ringtone } of tabs) ringtone.play(undefined);
  await expectRingtoneIn(tabs, [false, false, false]);
  await expect
    .poll(async () => (await navigator.locks.query()).held?.some(({ name }) => name === lock))
    .toBe(false);
});

test('the tabs of two users both ring', async () => {
  const tabs = [createTab(newLockName()), createTab(newLockName())];
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  await expectRingtoneIn(tabs, [true, true]);
  for (const { ringtone } of tabs) ringtone.close();
});

test('when the tab that rings closes, the next one rings', async () => {
  const lock = newLockName();
  const tabs = [createTab(lock), createTab(lock)];
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  await expectRingtoneIn(tabs, [true, false]);
  tabs[0]?.ringtone.close();
  await expectRingtoneIn(tabs, [false, true]);
  tabs[1]?.ringtone.close();
});

test('a tab with blocked sound leaves the ringtone to another tab', async () => {
  const lock = newLockName();
  const tabs = [createTab(lock, 'blocked'), createTab(lock)];
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  await expectRingtoneIn(tabs, [false, true]);
  for (const { ringtone } of tabs) ringtone.close();
});

test('sound turns out blocked while ringing: another tab rings, and the first one waits for its turn once enabled', async () => {
  const lock = newLockName();
  const tabs = [createTab(lock), createTab(lock)];
  const [first, second] = tabs;
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  await expectRingtoneIn(tabs, [true, false]);
  first?.state.setState('blocked', true);
  await expectRingtoneIn(tabs, [false, true]);
  first?.player.enable();
  second?.ringtone.play(undefined);
  await expectRingtoneIn(tabs, [true, false]);
  first?.ringtone.close();
});

test('the ring ends before a tab got the lock: no tab rings', async () => {
  const lock = newLockName();
  const tabs = [createTab(lock), createTab(lock)];
  for (const { ringtone } of tabs) ringtone.play('ringtone');
  for (const { ringtone } of tabs) ringtone.play(undefined);
  await navigator.locks.request(lock, () => undefined);
  await expectRingtoneIn(tabs, [false, false]);
});

test('other tones need no lock', () => {
  const lock = newLockName();
  const tabs = [createTab(lock), createTab(lock)];
  for (const { ringtone } of tabs) ringtone.play('ringback');
  expect(tabs.map((tab) => tab.heard())).toEqual(['ringback', 'ringback']);
});
