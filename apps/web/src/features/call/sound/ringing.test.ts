import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Ringing } from './ringing.ts';
import type { SoundState, TonePlayer } from './tonePlayer.ts';
import type { ToneName } from './tones.ts';

/** A tab whose browser lets it sound, or does not. */
function aTab(turnName: string, sound: SoundState = 'ready') {
  const state = createStore<SoundState>()(() => sound);
  let sounding: ToneName | undefined;
  const player: TonePlayer = {
    state,
    play: (name) => (sounding = name),
    probe: () => {},
    enable: () => state.setState('ready', true),
    close: () => {},
  };
  const ringing = new Ringing(player, turnName);
  return { ringing, state, player, heard: () => sounding };
}

const newTurn = (): string => `ringback.ringtone.${randomUUID()}`;

/** Waits until exactly these tabs sound. */
async function soundIn(tabs: readonly ReturnType<typeof aTab>[], which: readonly boolean[]): Promise<void> {
  await expect.poll(() => tabs.map((tab) => tab.heard() === 'ringtone')).toEqual(which);
}

test('three tabs of one user: one ringtone; it stops with the ring', async () => {
  const turn = newTurn();
  const tabs = [aTab(turn), aTab(turn), aTab(turn)];
  for (const { ringing } of tabs) ringing.play('ringtone');
  await soundIn(tabs, [true, false, false]);
  for (const { ringing } of tabs) ringing.play(undefined);
  await soundIn(tabs, [false, false, false]);
  await expect
    .poll(async () => (await navigator.locks.query()).held?.some(({ name }) => name === turn))
    .toBe(false);
});

test('two tabs of two users: both ring', async () => {
  const tabs = [aTab(newTurn()), aTab(newTurn())];
  for (const { ringing } of tabs) ringing.play('ringtone');
  await soundIn(tabs, [true, true]);
  for (const { ringing } of tabs) ringing.close();
});

test('the tab that sounds is closed in mid-ring: the next one goes on', async () => {
  const turn = newTurn();
  const tabs = [aTab(turn), aTab(turn)];
  for (const { ringing } of tabs) ringing.play('ringtone');
  await soundIn(tabs, [true, false]);
  tabs[0]?.ringing.close();
  await soundIn(tabs, [false, true]);
  tabs[1]?.ringing.close();
});

test('a tab that the browser keeps silent leaves the ringtone to another one', async () => {
  const turn = newTurn();
  const tabs = [aTab(turn, 'blocked'), aTab(turn)];
  for (const { ringing } of tabs) ringing.play('ringtone');
  await soundIn(tabs, [false, true]);
  for (const { ringing } of tabs) ringing.close();
});

test('found out to be silent only as it was to sound: another one rings; allowed to again, it waits in line', async () => {
  const turn = newTurn();
  const tabs = [aTab(turn), aTab(turn)];
  const [first, second] = tabs;
  for (const { ringing } of tabs) ringing.play('ringtone');
  await soundIn(tabs, [true, false]);
  first?.state.setState('blocked', true);
  await soundIn(tabs, [false, true]);
  first?.player.enable();
  second?.ringing.play(undefined);
  await soundIn(tabs, [true, false]);
  first?.ringing.close();
});

test('the ring is over before the turn came: nothing sounds', async () => {
  const turn = newTurn();
  const tabs = [aTab(turn), aTab(turn)];
  for (const { ringing } of tabs) ringing.play('ringtone');
  for (const { ringing } of tabs) ringing.play(undefined);
  await navigator.locks.request(turn, () => undefined);
  await soundIn(tabs, [false, false]);
});

test('other tones need no turn', () => {
  const turn = newTurn();
  const tabs = [aTab(turn), aTab(turn)];
  for (const { ringing } of tabs) ringing.play('ringback');
  expect(tabs.map((tab) => tab.heard())).toEqual(['ringback', 'ringback']);
});
