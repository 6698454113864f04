import { defaultSettings, fail, ok, type Result, type Settings } from '@ringback/protocol';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { SettingsStore } from './settingsStore.ts';

const off = defaultSettings;
const on: Settings = { ...off, alwaysRelay: true };

function storeWithHello(answers: ConstructorParameters<typeof FakeSignalingClient>[0] = {}) {
  const signaling = new FakeSignalingClient(answers);
  const store = new SettingsStore(signaling);
  store.onHello({ settings: off, canRelay: true });
  return { signaling, store };
}

test('before the hello, settings are unknown and cannot be changed', async () => {
  const signaling = new FakeSignalingClient();
  const store = new SettingsStore(signaling);
  expect(await store.change(on)).toMatchObject({ ok: false, error: { code: 'offline' } });
  expect(store.getState()).toEqual({ state: 'unknown' });
  expect(signaling.made).toEqual([]);
});

test('a change shows once the server has accepted it, not before', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = storeWithHello({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  expect(store.getState()).toMatchObject({
    values: off,
    change: { state: 'saving', requested: on },
  });
  answer.resolve(ok(on));
  expect(await changed).toEqual(ok(on));
  expect(store.getState()).toMatchObject({ values: on, change: { state: 'idle' } });
});

test('a failed change shows its error, and the old values stay', async () => {
  const { store } = storeWithHello({ 'settings:set': () => fail('unavailable') });
  await store.change(on);
  expect(store.getState()).toMatchObject({
    values: off,
    change: { state: 'failed', message: 'The server is busy. Try again.' },
  });
});

test('a change whose answer was lost was made after all: its failure is cleared', async () => {
  const { store } = storeWithHello({ 'settings:set': () => fail('unavailable') });
  await store.change(on);
  store.changed(on);
  expect(store.getState()).toMatchObject({ values: on, change: { state: 'idle' } });
});

test('a change on another device shows here', () => {
  const { store } = storeWithHello();
  store.changed(on);
  expect(store.getState()).toMatchObject({ values: on, canRelay: true });
});

test('the server was lost during a change: its next hello has the valid values', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = storeWithHello({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  store.onHello({ settings: on, canRelay: false });
  answer.resolve(fail('offline'));
  await changed;
  expect(store.getState()).toEqual({
    state: 'known',
    values: on,
    canRelay: false,
    change: { state: 'idle' },
  });
});

test('an answer that arrives after the sign-out is dropped', async () => {
  const answer = Promise.withResolvers<Result<Settings>>();
  const { store } = storeWithHello({ 'settings:set': () => answer.promise });
  const changed = store.change(on);
  store.reset();
  store.onHello({ settings: off, canRelay: true });
  answer.resolve(ok(on));
  await changed;
  expect(store.getState()).toMatchObject({ values: off, change: { state: 'idle' } });
});
