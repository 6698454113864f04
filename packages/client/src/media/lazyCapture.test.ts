import { expect, test, vi } from 'vitest';
import { FakeCapture } from '../testing/capture.ts';
import { createLazyCapture } from './lazyCapture.ts';
import type { Capture } from './mediaPorts.ts';

test('a microphone is opened before its code is there: it opens once it is', async () => {
  const { promise, resolve } = Promise.withResolvers<Capture>();
  const capture = createLazyCapture(() => promise);
  const opening = capture.open('audio');
  const inputs = new FakeCapture();
  resolve(inputs);
  expect(await opening).toMatchObject({ ok: true });
  expect(inputs.live()).toHaveLength(1);
});

test('the code cannot be loaded: the input fails, and the next press tries again', async () => {
  const inputs = new FakeCapture();
  const load = vi.fn<() => Promise<Capture>>().mockRejectedValueOnce(new Error('offline'));
  const capture = createLazyCapture(load.mockResolvedValueOnce(inputs));
  expect(await capture.open('audio')).toEqual({ ok: false, failure: 'failed' });
  expect(await capture.open('audio')).toMatchObject({ ok: true });
});

test('watching ends before the code is there: it never begins', async () => {
  const inputs = new FakeCapture();
  const watched = vi.spyOn(inputs, 'watchDevices');
  const capture = createLazyCapture(() => Promise.resolve(inputs));
  capture.watchDevices(() => {})();
  await capture.listDevices();
  expect(watched).not.toHaveBeenCalled();
});
