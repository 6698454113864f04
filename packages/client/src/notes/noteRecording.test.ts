import { bounds, type Media } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { FakeCapture } from '../testing/capture.ts';
import { FakeRecorder } from '../testing/recorder.ts';
import { FakeStream } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import { NoteRecording, type NoteRecordingState } from './noteRecording.ts';

function desk(media: Media = 'audio') {
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
    word: () => state().state,
    press: (name: 'record' | 'stop') => {
      const now = state();
      if (name === 'record' && 'record' in now) now.record();
      else if (name === 'stop' && 'stop' in now) now.stop();
      else throw new Error(`${name} is not possible while ${now.state}.`);
    },
    open: () => capture.live().map(({ kind }) => kind),
  };
}

async function recordingDesk(media: Media = 'audio') {
  const it = desk(media);
  it.press('record');
  await expect.poll(it.word).toBe('recording');
  return it;
}

describe('a recording', () => {
  test('of a voice opens the microphone alone, tells how loud it is, and lets it go when it is stopped', async () => {
    const it = await recordingDesk();
    expect(it.open()).toEqual(['audio']);
    it.recorder.running?.onLevel(0.7);
    expect(it.state()).toMatchObject({ level: 0.7, picture: null });
    it.press('stop');
    expect(it.open()).toEqual([]);
    await expect.poll(it.word).toBe('ready');
    expect(it.state()).toMatchObject({ recorded: { durationMs: 3_000 } });
  });

  test('of a video shows what the camera sees', async () => {
    const it = await recordingDesk('video');
    expect(it.open().toSorted()).toEqual(['audio', 'video']);
    const now = it.state();
    expect(now.state === 'recording' && now.picture?.getTracks()).toHaveLength(1);
  });

  test('stops by itself after thirty seconds', async () => {
    const it = await recordingDesk();
    it.clock.advance(bounds.noteMs - 1);
    expect(it.word()).toBe('recording');
    it.clock.advance(1);
    await expect.poll(it.word).toBe('ready');
    expect(it.open()).toEqual([]);
  });

  test('ends with what there is when its microphone is unplugged', async () => {
    const it = await recordingDesk();
    it.recorder.running?.onEnd();
    await expect.poll(it.word).toBe('ready');
  });

  test('can be made anew; the first one’s end does not end the second', async () => {
    const it = await recordingDesk();
    const first = it.recorder.running;
    it.press('stop');
    await expect.poll(it.word).toBe('ready');
    it.clock.advance(20_000);
    it.press('record');
    await expect.poll(it.word).toBe('recording');
    first?.onEnd();
    it.clock.advance(20_000);
    expect(it.word()).toBe('recording');
  });
});

describe('what goes wrong', () => {
  test('the microphone is refused: said, with the camera let go, and tried again with a press', async () => {
    const it = desk('video');
    it.capture.fail('audio', 'notAllowed');
    it.press('record');
    await expect
      .poll(it.state)
      .toMatchObject({ state: 'failed', input: 'microphone', failure: 'notAllowed' });
    expect(it.open()).toEqual([]);
  });

  test('there is no camera', async () => {
    const it = desk('video');
    it.capture.fail('video', 'notFound');
    it.press('record');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'camera', failure: 'notFound' });
    expect(it.open()).toEqual([]);
  });

  test('the browser cannot record, or nothing comes of it', async () => {
    const it = desk();
    it.recorder.isSupported = false;
    it.press('record');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'recorder', failure: 'unsupported' });
    it.recorder.isSupported = true;
    it.recorder.recorded = undefined;
    it.press('record');
    await expect.poll(it.word).toBe('recording');
    it.press('stop');
    await expect.poll(it.state).toMatchObject({ state: 'failed', input: 'recorder', failure: 'failed' });
  });

  test('closed while the browser still asks: what it opens then is let go at once', async () => {
    const it = desk();
    it.capture.hold();
    it.press('record');
    expect(it.word()).toBe('opening');
    it.recording.close();
    it.capture.release();
    await expect.poll(() => it.capture.tracks).toHaveLength(1);
    await expect.poll(it.open).toEqual([]);
    expect(it.word()).toBe('closed');
  });

  test('closed in the middle: nothing is left on, and nothing comes later', async () => {
    const it = await recordingDesk();
    it.recording.close();
    expect(it.open()).toEqual([]);
    it.clock.advance(bounds.noteMs);
    expect(it.word()).toBe('closed');
  });
});
