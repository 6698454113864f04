import { FakeCapture } from '../testing/capture.ts';
import { FakeTrack } from '@ringback/rtc/testing';
import { expect, test } from 'vitest';
import { SilenceListener } from './silenceListener.ts';

/** A listener to one microphone, whose verdicts are kept. */
function listening() {
  const capture = new FakeCapture();
  const track = new FakeTrack('audio', 'microphone');
  const verdicts: string[] = [];
  let now = 0;
  const listener = new SilenceListener(
    capture.listen,
    () => now,
    (_track, verdict) => verdicts.push(verdict),
  );
  listener.listenTo(track);
  const gives = (peak: number | 'unheard', seconds: number) => {
    for (const end = now + seconds * 1_000; now < end; now += 250) capture.sound(track, peak);
  };
  return { capture, track, listener, verdicts, gives };
}

test('each change is told once', () => {
  const { verdicts, gives } = listening();
  gives(0, 10);
  gives(0.1, 10);
  expect(verdicts).toEqual(['silent', 'sounding']);
});

test('nobody who mutes, by button or by the system, is told of silence', () => {
  const { track, verdicts, gives } = listening();
  track.enabled = false;
  gives(0, 10);
  track.enabled = true;
  track.holdBySystem(true);
  gives(0, 10);
  expect(verdicts).toEqual([]);
  track.holdBySystem(false);
  gives(0, 4);
  expect(verdicts).toEqual(['silent']);
});

test('the same track again is listened to on, another one from its beginning', () => {
  const { capture, track, listener, verdicts, gives } = listening();
  gives(0, 2);
  listener.listenTo(track);
  gives(0, 2);
  expect(verdicts).toEqual(['silent']);
  const other = new FakeTrack('audio', 'other');
  listener.listenTo(other);
  expect(capture.isListenedTo(track)).toBe(false);
  expect(capture.isListenedTo(other)).toBe(true);
});

test('a track that is let go of is not held by listening to it', () => {
  const { capture, track, listener } = listening();
  listener.forget(new FakeTrack('audio', 'stranger'));
  expect(capture.isListenedTo(track)).toBe(true);
  listener.forget(track);
  expect(capture.isListenedTo(track)).toBe(false);
});
