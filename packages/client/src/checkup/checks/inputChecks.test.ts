import { expect, test } from 'vitest';
import { FakeCapture, fakeMediaDevice } from '../../testing/capture.ts';
import type { Progress } from './check.ts';
import type { InputPort } from './checkupPorts.ts';
import { cameraCheck } from './cameraCheck.ts';
import { microphoneCheck } from './microphoneCheck.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { Picture } from '../findings/pictures.ts';
import type { MicrophoneWindow } from '../findings/soundLevels.ts';

const silence: MicrophoneWindow = { db: -Infinity, peak: 0, clipped: 0 };
const voice: MicrophoneWindow = { db: -25, peak: 0.3, clipped: 0 };

/** Inputs whose microphones hear what `sound` says of their labels, and whose cameras show these pictures. */
function inputsOf(
  capture: FakeCapture,
  sound: (label: string) => MicrophoneWindow,
  pictures: readonly Picture[] = [],
): InputPort {
  return {
    permission: capture.permission,
    listDevices: capture.listDevices,
    open: capture.open,
    listen: (track, onWindow) => {
      for (let count = 0; count < 12; count += 1) onWindow(sound(track.label));
      return () => {};
    },
    look: (_, onPicture) => {
      for (const picture of pictures) onPicture(picture);
      return () => {};
    },
    playTone: () => Promise.resolve('heard'),
  };
}

function portsWith(inputs: InputPort) {
  let now = 0;
  const after = (_: number, act: () => void): (() => void) => {
    const timer = setTimeout(act, 0);
    return () => clearTimeout(timer);
  };
  return { clock: { now: () => now, wall: () => now, after }, preciseNow: () => (now += 10), inputs };
}

function run(
  check: typeof microphoneCheck,
  inputs: InputPort,
  progress: (update: Progress) => void = () => {},
) {
  return check(portsWith(inputs)).run(new AbortController().signal, progress);
}

test('the selected microphone is silent and another one hears the user', async () => {
  const capture = new FakeCapture();
  const headset = fakeMediaDevice('Headset');
  capture.plugIn('microphone', fakeMediaDevice('Docking station'));
  capture.plugIn('microphone', headset);
  const [selected] = (await capture.listDevices()).devices.microphone;
  const others = (await capture.listDevices()).devices.microphone.filter(({ id }) => id !== selected?.id);
  const [hearing] = others;
  const finding = await run(
    microphoneCheck,
    inputsOf(capture, (label) => (label === hearing?.label ? voice : silence)),
  );
  expect(finding).toMatchObject({ verdict: 'bad', problem: 'microphoneWrong', better: hearing });
  expect(capture.live()).toEqual([]);
});

test('every microphone is silent', async () => {
  const capture = new FakeCapture();
  capture.plugIn('microphone', fakeMediaDevice('Headset'));
  const finding = await run(
    microphoneCheck,
    inputsOf(capture, () => silence),
  );
  expect(finding).toEqual({ verdict: 'bad', problem: 'microphoneSilent', measures: {} });
  expect(capture.live()).toEqual([]);
});

test.each<[CaptureFailure, string, string]>([
  ['notAllowed', 'microphoneNotAllowed', 'cameraNotAllowed'],
  ['blockedBySystem', 'microphoneBlockedBySystem', 'cameraBlockedBySystem'],
  ['notFound', 'microphoneMissing', 'cameraMissing'],
  ['inUse', 'microphoneTaken', 'cameraTaken'],
  ['failed', 'microphoneFailed', 'cameraFailed'],
])('an input that does not open: %s', async (failure, microphone, camera) => {
  const capture = new FakeCapture();
  capture.fail('audio', failure);
  capture.fail('video', failure);
  const inputs = inputsOf(capture, () => voice);
  expect((await run(microphoneCheck, inputs)).problem).toBe(microphone);
  expect((await run(cameraCheck, inputs)).problem).toBe(camera);
});

test('a microphone that the system muted is not called silent', async () => {
  const capture = new FakeCapture();
  const finding = await run(
    microphoneCheck,
    inputsOf(capture, () => silence),
    ({ track }) => {
      for (const each of capture.tracks) if (each === track) each.muted = true;
    },
  );
  expect(finding.problem).toBe('microphoneMutedBySystem');
});

test('the browser asks for permission, and the row says so', async () => {
  const capture = new FakeCapture();
  capture.setPermission('audio', 'prompt');
  const updates: Progress[] = [];
  await run(
    microphoneCheck,
    inputsOf(capture, () => voice),
    (update) => updates.push(update),
  );
  expect(updates[0]).toEqual({ part: 0, asksPermission: true });
});

test('a camera that was covered', async () => {
  const black: Picture = { mean: 1, brightest: 12, digest: 1, width: 640, height: 480 };
  const finding = await run(
    cameraCheck,
    inputsOf(new FakeCapture(), () => voice, [black, { ...black, digest: 2 }]),
  );
  expect(finding).toMatchObject({ problem: 'cameraBlack', measures: { width: 640, height: 480 } });
});
