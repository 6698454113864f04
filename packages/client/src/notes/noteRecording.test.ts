import { bounds, type Media } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { FakeCapture } from '../testing/capture.ts';
import { FakeRecorder } from '../testing/recorder.ts';
import { FakeStream } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { NoteRecording, type NoteRecordingState } from './noteRecording.ts';

function recordingFixture(media: Media = 'audio') {
  const capture = new FakeCapture();
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
    press: (name: 'record' | 'stop') => {
      const now = state();
      if (name === 'record' && 'record' in now) now.record();
      else if (name === 'stop' && 'stop' in now) now.stop();
      else throw new Error(`${name} is not possible while ${now.state}.`);
    },
    open: () => capture.live().map(({ kind }) => kind),
  };
}

async function startedRecording(media: Media = 'audio') {
  const it = recordingFixture(media);
  it.press('record');
  await expect.poll(it.stateName).toBe('recording');
  return it;
}

describe('a recording', () => {
  test('of a voice opens only the microphone, shows its level, and releases it when stopped', async () => {
    const it = await startedRecording();
    expect(it.open()).toEqual(['audio']);
    it.recorder.running?.onLevel(0.7);
    expect(it.state()).toMatchObject({ level: 0.7, picture: null });
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
    it.press('record');
    await expect.poll(it.stateName).toBe('recording');
    first?.onEnd();
    it.clock.advance(20_000);
    expect(it.stateName()).toBe('recording');
  });
});

describe('failures', () => {
  test('the microphone is refused: the camera is released, and recording can be tried again', async () => {
    const it = recordingFixture('video');
    it.capture.fail('audio', 'notAllowed');
    it.press('record');
    await expect
      .poll(it.state)
      .toMatchObject({ state: 'failed', input: 'microphone', failure: 'notAllowed' });
    expect(it.open()).toEqual([]);
  });

  test('there is no camera', async () => {
    const it = recordingFixture('video');
    it.capture.fail('video', 'notFound');
    it.press('record');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'camera', failure: 'notFound' });
    expect(it.open()).toEqual([]);
  });

  test('the browser cannot record, or the recording is empty', async () => {
    const it = recordingFixture();
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
    const it = recordingFixture();
    it.capture.hold();
    it.press('record');
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
