import { fail, ok, type Result, type Settings } from '@ringback/protocol';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { SettingsStore } from './settingsStore.ts';

const off: Settings = { alwaysRelay: false, missedCallPrompts: true };
const on: Settings = { ...off, alwaysRelay: true };

function greeted(answers: ConstructorParameters<typeof FakeSignalingClient>[0] = {}) {
  const signaling = new FakeSignalingClient(answers);
  const store = new SettingsStore(signaling);
  store.greeted({ settings: off, canRelay: true });
  return { signaling, store };
}

test('before the server has said anything nothing is known, and nothing can be changed', async () => {
  const signaling = new FakeSignalingClient();
  const store = new SettingsStore(signaling);
  expect(await store.change(on)).toMatchObject({ ok: false, error: { code: 'offline' } });
  expect(store.getState()).toEqual({ state: 'unknown' });
  expect(signaling.made).toEqual([]);
});

test('a change holds once the server has it, not before', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = greeted({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  expect(store.getState()).toMatchObject({
    values: off,
    change: { state: 'saving', wish: on },
  });
  answer.resolve(ok(on));
  expect(await changed).toEqual(ok(on));
  expect(store.getState()).toMatchObject({ values: on, change: { state: 'idle' } });
});

test('a change that failed is told in a sentence, and what held goes on', async () => {
  const { store } = greeted({ 'settings:set': () => fail('unavailable') });
  await store.change(on);
  expect(store.getState()).toMatchObject({
    values: off,
    change: { state: 'failed', message: 'The server is busy. Try again.' },
  });
});

test('a change whose answer got lost was made after all: no failure is shown any more', async () => {
  const { store } = greeted({ 'settings:set': () => fail('unavailable') });
  await store.change(on);
  store.changed(on);
  expect(store.getState()).toMatchObject({ values: on, change: { state: 'idle' } });
});

test('changed on another device', () => {
  const { store } = greeted();
  store.changed(on);
  expect(store.getState()).toMatchObject({ values: on, canRelay: true });
});

test('the server was lost while a change was under way: its next hello says what holds', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = greeted({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  store.greeted({ settings: on, canRelay: false });
  answer.resolve(fail('offline'));
  await changed;
  expect(store.getState()).toEqual({
    state: 'known',
    values: on,
    canRelay: false,
    change: { state: 'idle' },
  });
});

test('an answer that comes after the sign-out is nobody else’s', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = greeted({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  store.reset();
  store.greeted({ settings: off, canRelay: true });
  answer.resolve(ok(on));
  await changed;
  expect(store.getState()).toMatchObject({ values: off, change: { state: 'idle' } });
});
