import { FakeStream } from '@ringback/rtc/testing';
import { createFakeClock } from '@ringback/testkit';
import { expect, test, vi } from 'vitest';
import { savePreferredDevice } from '../../media/preferredDevices.ts';
import { fakeMediaDevice, FakeCapture } from '../../testing/capture.ts';
import { FakeProcessor } from '../../testing/processor.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { callId } from '../scenarios/callsHarness.testing.ts';
import type { CallAction } from '../state/callAction.ts';
import { InputEffectRunner } from './inputEffectRunner.ts';

const headset = fakeMediaDevice('Headset');
const openMicrophone = { type: 'openInput', key: callId('1'), kind: 'audio' } as const;

function createRunner() {
  const capture = new FakeCapture();
  const clock = createFakeClock();
  const profileStorage = createFakeStorage();
  const streamOf = (track: MediaStreamTrack) => new FakeStream('stream', [track]);
  const actions: CallAction[] = [];
  const processor = new FakeProcessor();
  const runner = new InputEffectRunner({ capture, processor, clock, profileStorage, streamOf }, (action) => {
    actions.push(action);
  });
  const all = <Type extends CallAction['type']>(type: Type) =>
    actions.filter((action): action is CallAction & { type: Type } => action.type === type);
  return { runner, capture, processor, clock, profileStorage, all };
}

test('a storm of device changes is listed once now and once after a pause', async () => {
  const { runner, capture, clock, all } = createRunner();
  runner.watch();
  await expect.poll(() => all('devicesListed')).toHaveLength(1);
  clock.advance(1_000);
  const listDevices = vi.spyOn(capture, 'listDevices');
  for (let change = 0; change < 500; change += 1) capture.plugIn('microphone', fakeMediaDevice(`${change}`));
  expect(listDevices).toHaveBeenCalledTimes(1);
  clock.advance(1_000);
  expect(listDevices).toHaveBeenCalledTimes(2);
  await expect.poll(() => all('devicesListed').at(-1)?.mediaDevices.devices.microphone).toHaveLength(501);
  expect(all('devicesListed').at(1)).toMatchObject({ cause: 'changed' });
});

test('the picked microphone is used again after a permission reset gave it a new id', async () => {
  const { runner, capture, profileStorage, all } = createRunner();
  capture.plugIn('microphone', headset);
  capture.plugIn('microphone', fakeMediaDevice('The new default'));
  savePreferredDevice(profileStorage, 'microphone', headset);
  capture.resetPermissions();
  runner.run(openMicrophone);
  await expect.poll(() => all('inputOpened')).toMatchObject([{ result: { ok: true, label: 'Headset' } }]);
  expect(capture.live()).toHaveLength(1);
});

test.each(['prompt', 'unknown'] as const)(
  'an open permission question is reported: %s',
  async (permission) => {
    const { runner, capture, all } = createRunner();
    capture.setPermission('audio', permission);
    capture.hold();
    runner.run(openMicrophone);
    expect(all('inputPrompted')).toEqual([{ type: 'inputPrompted', key: callId('1'), kind: 'audio' }]);
    capture.release();
    await expect.poll(() => all('inputOpened')).toHaveLength(1);
  },
);

test('a microphone that opens without a question reports none', async () => {
  const { runner, all } = createRunner();
  runner.run(openMicrophone);
  await expect.poll(() => all('inputOpened')).toHaveLength(1);
  expect(all('inputPrompted')).toEqual([]);
});

test('a microphone that is unplugged while it opens counts as ended', async () => {
  const { runner, capture, all } = createRunner();
  const { open } = capture;
  vi.spyOn(capture, 'open').mockImplementation(async (kind) => {
    const opened = await open(kind);
    if (opened.ok) opened.track.stop();
    return opened;
  });
  runner.run(openMicrophone);
  await expect.poll(() => all('inputEnded')).toHaveLength(1);
});

async function openedWith(runner: InputEffectRunner, all: ReturnType<typeof createRunner>['all']) {
  runner.run(openMicrophone);
  await expect.poll(() => all('inputOpened')).toHaveLength(1);
  const result = all('inputOpened')[0]?.result;
  if (result?.ok !== true) throw new Error('The microphone did not open.');
  return result.track;
}

test('an input that is stopped takes its processed track with it', async () => {
  const { runner, processor, all } = createRunner();
  const track = await openedWith(runner, all);
  runner.run({ type: 'processInput', track, processing: { kind: 'noise' } });
  await expect.poll(() => all('inputProcessed')).toHaveLength(1);
  const [started] = processor.started;
  expect(all('inputProcessed')[0]).toMatchObject({
    track,
    outcome: { state: 'running', track: started?.made },
  });
  runner.run({ type: 'stopTrack', track });
  expect(started?.made.readyState).toBe('ended');
  expect(processor.running()).toEqual([]);
});

test('another strength changes the processing that runs', async () => {
  const { runner, processor, all } = createRunner();
  const track = await openedWith(runner, all);
  runner.run({ type: 'processInput', track, processing: { kind: 'blur', strength: 'light' } });
  runner.run({ type: 'processInput', track, processing: { kind: 'blur', strength: 'strong' } });
  expect(processor.started.map(({ processing }) => processing)).toEqual([
    { kind: 'blur', strength: 'strong' },
  ]);
});

test('processing that failed is started over when it is wanted again', async () => {
  const { runner, processor, all } = createRunner();
  processor.hold();
  const track = await openedWith(runner, all);
  runner.run({ type: 'processInput', track, processing: { kind: 'noise' } });
  processor.fail('notLoaded');
  expect(processor.running()).toEqual([]);
  runner.run({ type: 'processInput', track, processing: { kind: 'noise' } });
  expect(processor.running()).toHaveLength(1);
});

test('a microphone that is unplugged ends its processing', async () => {
  const { runner, capture, processor, all } = createRunner();
  const track = await openedWith(runner, all);
  runner.run({ type: 'processInput', track, processing: { kind: 'noise' } });
  const [device] = (await capture.listDevices()).devices.microphone;
  if (device === undefined) throw new Error('There is no microphone.');
  capture.unplug('microphone', device);
  expect(processor.running()).toEqual([]);
});
