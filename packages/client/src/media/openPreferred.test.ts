import { expect, test, vi } from 'vitest';
import { fakeMediaDevice, FakeCapture } from '../testing/capture.ts';
import { openPreferred } from './openPreferred.ts';

const builtIn = 'Built-in microphone';
const headset = fakeMediaDevice('Headset');

/** A machine whose default microphone is the built-in one, with a headset beside it. */
function withHeadset(): FakeCapture {
  const capture = new FakeCapture();
  const { id } = fakeMediaDevice(builtIn);
  capture.plugIn('microphone', headset);
  capture.unplug('microphone', { id, label: builtIn, group: builtIn });
  capture.plugIn('microphone', { id, label: builtIn, group: builtIn });
  return capture;
}

const labels = (capture: FakeCapture) => capture.live().map(({ label }) => label);

test('without a preference, opens the default one', async () => {
  const capture = withHeadset();
  await openPreferred(capture, 'audio', undefined);
  expect(labels(capture)).toEqual([builtIn]);
});

test('opens the preferred one by its id', async () => {
  const capture = withHeadset();
  await openPreferred(capture, 'audio', { id: headset.id });
  expect(labels(capture)).toEqual([headset.label]);
});

test('the preferred one has a new id: opens it by its label', async () => {
  const capture = withHeadset();
  await openPreferred(capture, 'audio', { id: 'its old id', label: headset.label });
  expect(labels(capture)).toEqual([headset.label]);
});

test('after a permission reset, which also hides labels: opens it by its label, and nothing else', async () => {
  const capture = withHeadset();
  capture.resetPermissions();
  const opened = await openPreferred(capture, 'audio', headset);
  expect(labels(capture)).toEqual([headset.label]);
  expect(opened).toMatchObject({ ok: true, mediaDeviceId: `new ${headset.id}` });
});

test('the preferred one is in use: opens the default one, and says which one did not open', async () => {
  const capture = withHeadset();
  const { open } = capture;
  vi.spyOn(capture, 'open').mockImplementation((kind, id) =>
    id === headset.id ? Promise.resolve({ ok: false, failure: 'inUse' }) : open(kind, id),
  );
  const opened = await openPreferred(capture, 'audio', headset);
  expect(opened).toMatchObject({ ok: true, insteadOf: headset.label });
  expect(labels(capture)).toEqual([builtIn]);
});

test('the preferred one is not there: opens the default one once', async () => {
  const capture = withHeadset();
  capture.unplug('microphone', headset);
  await openPreferred(capture, 'audio', headset);
  expect(labels(capture)).toEqual([builtIn]);
  expect(capture.tracks).toHaveLength(1);
});

test.each(['notAllowed', 'blockedBySystem'] as const)('the permission is %s: asks once', async (failure) => {
  const capture = withHeadset();
  capture.fail('audio', failure);
  const open = vi.spyOn(capture, 'open');
  expect(await openPreferred(capture, 'audio', headset)).toEqual({ ok: false, failure });
  expect(open).toHaveBeenCalledTimes(1);
});

test('the browser never lists the devices: opens the default one', async () => {
  vi.useFakeTimers();
  const capture = withHeadset();
  vi.spyOn(capture, 'listDevices').mockReturnValue(new Promise(() => {}));
  const opened = openPreferred(capture, 'audio', { id: 'its old id', label: headset.label });
  await vi.runAllTimersAsync();
  expect(await opened).toMatchObject({ ok: true });
  expect(labels(capture)).toEqual([builtIn]);
  vi.useRealTimers();
});
