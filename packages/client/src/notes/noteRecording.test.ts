import { bounds, type Media } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { FakeCapture } from '../testing/capture.ts';
import { FakeRecorder } from '../testing/recorder.ts';
import { FakeStream } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { NoteRecording, type NoteRecordingState } from './noteRecording.ts';

/** `prepare` changes the machine before the inputs are opened, which is at once. */
function recordingFixture(media: Media = 'audio', prepare: (capture: FakeCapture) => void = () => {}) {
  const capture = new FakeCapture();
  prepare(capture);
  const recorder = new FakeRecorder();
  const clock = createFakeClock();
  const recording = new NoteRecording(
    {
      capture,
      recorder,
      clock,
      profileStorage: createFakeStorage(),
      streamOf: (track) => new FakeStream('stream', [track]),
    },
    media,
  );
  const state = (): NoteRecordingState => recording.state.getState();
  return {
    capture,
    recorder,
    clock,
    recording,
    state,
    stateName: () => state().state,
    press: (name: 'record' | 'stop' | 'again') => {
      const now = state();
      if (name === 'record' && 'record' in now) now.record?.();
      else if (name === 'stop' && 'stop' in now) now.stop();
      else if (name === 'again' && 'again' in now) now.again();
      else throw new Error(`${name} is not possible while ${now.state}.`);
    },
    open: () => capture.live().map(({ kind }) => kind),
  };
}

async function armedRecording(media: Media = 'audio') {
  const it = recordingFixture(media);
  await expect.poll(it.stateName).toBe('armed');
  return it;
}

async function startedRecording(media: Media = 'audio') {
  const it = await armedRecording(media);
  it.press('record');
  await expect.poll(it.stateName).toBe('recording');
  return it;
}

describe('before Record is pressed', () => {
  test('the inputs open, the user sees and hears how it will be, and nothing is recorded', async () => {
    const it = await armedRecording('video');
    expect(it.open().toSorted()).toEqual(['audio', 'video']);
    const levels: number[] = [];
    it.recording.onLevel((level) => levels.push(level));
    it.recorder.measured?.(0.3);
    expect(levels).toEqual([0.3]);
    const now = it.state();
    expect(now.state === 'armed' && now.picture?.getTracks()).toHaveLength(1);
    expect(it.recorder.running).toBeUndefined();
  });

  test('a press while the inputs open records as soon as they are open', async () => {
    const it = recordingFixture('audio', (capture) => capture.hold());
    it.press('record');
    expect(it.state()).toEqual({ state: 'opening' });
    it.capture.release();
    await expect.poll(it.stateName).toBe('recording');
  });

  test('the camera is unplugged: everything is released, and Record tries again', async () => {
    const it = await armedRecording('video');
    it.capture
      .live()
      .find(({ kind }) => kind === 'video')
      ?.unplug();
    expect(it.state()).toMatchObject({ state: 'failed', input: 'camera', failure: 'notFound' });
    expect(it.open()).toEqual([]);
    it.press('record');
    await expect.poll(it.stateName).toBe('recording');
  });

  test('a second press of Record changes nothing', async () => {
    const it = await armedRecording();
    const armed = it.state();
    it.press('record');
    const recording = it.state();
    if (armed.state === 'armed') armed.record();
    expect(it.state()).toBe(recording);
  });
});

describe('a recording', () => {
  test('of a voice opens only the microphone, tells its level, and releases it when stopped', async () => {
    const it = await startedRecording();
    expect(it.open()).toEqual(['audio']);
    const levels: number[] = [];
    const stop = it.recording.onLevel((level) => levels.push(level));
    it.recorder.running?.onLevel(0.7);
    stop();
    it.recorder.running?.onLevel(0.8);
    expect(levels).toEqual([0.7]);
    expect(it.recorder.measured).toBeUndefined();
    expect(it.state()).toMatchObject({ picture: null });
    it.press('stop');
    expect(it.open()).toEqual([]);
    await expect.poll(it.stateName).toBe('ready');
    expect(it.state()).toMatchObject({ recorded: { durationMs: 3_000 } });
  });

  test("of a video shows the camera's picture", async () => {
    const it = await startedRecording('video');
    expect(it.open().toSorted()).toEqual(['audio', 'video']);
    const now = it.state();
    expect(now.state === 'recording' && now.picture?.getTracks()).toHaveLength(1);
  });

  test('stops by itself after thirty seconds', async () => {
    const it = await startedRecording();
    it.clock.advance(bounds.noteMs - 1);
    expect(it.stateName()).toBe('recording');
    it.clock.advance(1);
    await expect.poll(it.stateName).toBe('ready');
    expect(it.open()).toEqual([]);
  });

  test.each([
    ['audio', 'microphone'],
    ['video', 'camera'],
  ] as const)('says while the system mutes its input of kind %s', async (kind, paused) => {
    const it = await startedRecording('video');
    const track = it.capture.live().find((live) => live.kind === kind);
    track?.holdBySystem(true);
    expect(it.state()).toMatchObject({ state: 'recording', paused });
    track?.holdBySystem(false);
    expect(it.state()).toMatchObject({ state: 'recording', paused: null });
  });

  test('keeps what it has when its microphone is unplugged', async () => {
    const it = await startedRecording();
    it.recorder.running?.onEnd();
    await expect.poll(it.stateName).toBe('ready');
  });

  test('can be repeated; the end of the first one does not end the second', async () => {
    const it = await startedRecording();
    const first = it.recorder.running;
    it.press('stop');
    await expect.poll(it.stateName).toBe('ready');
    it.clock.advance(20_000);
    it.press('again');
    await expect.poll(it.stateName).toBe('armed');
    it.press('record');
    expect(it.stateName()).toBe('recording');
    first?.onEnd();
    it.clock.advance(20_000);
    expect(it.stateName()).toBe('recording');
  });
});

describe('failures', () => {
  test('the microphone is refused: the camera is released, and recording can be tried again', async () => {
    const it = recordingFixture('video', (capture) => capture.fail('audio', 'notAllowed'));
    await expect
      .poll(it.state)
      .toMatchObject({ state: 'failed', input: 'microphone', failure: 'notAllowed' });
    expect(it.open()).toEqual([]);
  });

  test('there is no camera', async () => {
    const it = recordingFixture('video', (capture) => capture.fail('video', 'notFound'));
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'camera', failure: 'notFound' });
    expect(it.open()).toEqual([]);
  });

  test('the browser cannot record, or the recording is empty', async () => {
    const it = await armedRecording();
    it.recorder.isSupported = false;
    it.press('record');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'recorder', failure: 'unsupported' });
    it.recorder.isSupported = true;
    it.recorder.recorded = undefined;
    it.press('record');
    await expect.poll(it.stateName).toBe('recording');
    it.press('stop');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'recorder', failure: 'failed' });
  });

  test('closed during the permission prompt: inputs that open late are released at once', async () => {
    const it = recordingFixture('audio', (capture) => capture.hold());
    expect(it.stateName()).toBe('opening');
    it.recording.close();
    it.capture.release();
    await expect.poll(() => it.capture.tracks).toHaveLength(1);
    await expect.poll(it.open).toEqual([]);
    expect(it.stateName()).toBe('closed');
  });

  test('closed during a recording: all inputs are released, and nothing changes later', async () => {
    const it = await startedRecording();
    it.recording.close();
    expect(it.open()).toEqual([]);
    it.clock.advance(bounds.noteMs);
    expect(it.stateName()).toBe('closed');
  });
});
