import { describe, expect, test } from 'vitest';
import type { IncomingCall, OwnPreview } from '../selectors/callScreen.ts';
import {
  adaElsewhere,
  adaToGrace,
  answeredBy,
  CallsHarness,
  endedBy,
  graceToAda,
  kayToAda,
} from './callsHarness.testing.ts';

const videoCall = graceToAda({ media: 'video' });

function ringing(call = videoCall): CallsHarness {
  const harness = CallsHarness.online();
  harness.push(call);
  harness.resolve('call:ringing', { ...call, version: 2, phase: 'ringing' });
  harness.clear();
  return harness;
}

function incoming(harness: CallsHarness): IncomingCall {
  const { incoming: call } = harness.screen;
  if (call === null) throw new Error('Nothing rings.');
  return call;
}

function preview(harness: CallsHarness): OwnPreview | undefined {
  return incoming(harness).preview;
}

function press(harness: CallsHarness, name: 'show' | 'hide'): void {
  const now = preview(harness);
  if (name === 'show' && now !== undefined && 'show' in now) now.show();
  else if (name === 'hide' && now !== undefined && 'hide' in now) now.hide();
  else throw new Error(`${name} is not possible.`);
}

function previewing() {
  const harness = ringing();
  press(harness, 'show');
  const track = harness.openInput('video');
  return { harness, track };
}

describe('while a video call rings', () => {
  test('nothing is captured before the user asks for it', () => {
    const harness = ringing();
    expect(preview(harness)).toMatchObject({ state: 'off' });
    expect(harness.count('openInput')).toBe(0);
  });

  test('the camera is shown once it has opened, and opened once', () => {
    const harness = ringing();
    press(harness, 'show');
    expect(preview(harness)).toMatchObject({ state: 'starting', isPrompting: false });
    harness.dispatch({ type: 'inputPrompted', key: videoCall.id, kind: 'video' });
    expect(preview(harness)).toMatchObject({ state: 'starting', isPrompting: true });
    harness.dispatch({ type: 'previewPressed', callId: videoCall.id, to: 'on' });
    harness.openInput('video');
    expect(preview(harness)).toMatchObject({ state: 'on', stream: expect.anything() as unknown });
    expect(harness.effects.filter(({ type }) => type === 'openInput')).toMatchObject([{ kind: 'video' }]);
  });

  test('a camera that the user hides again is stopped', () => {
    const { harness, track } = previewing();
    press(harness, 'hide');
    expect(harness.stopped).toEqual([track]);
    expect(preview(harness)).toMatchObject({ state: 'off' });
  });

  test('a camera that opens after it was hidden is stopped', () => {
    const harness = ringing();
    press(harness, 'show');
    press(harness, 'hide');
    const track = harness.openInput('video');
    expect(harness.stopped).toEqual([track]);
    expect(preview(harness)).toMatchObject({ state: 'off' });
  });

  test('a camera that may not be used can be tried again', () => {
    const harness = ringing();
    press(harness, 'show');
    harness.failInput('video');
    expect(preview(harness)).toMatchObject({ state: 'failed', failure: 'notAllowed' });
    press(harness, 'show');
    expect(harness.count('openInput')).toBe(2);
  });

  test('the camera is unplugged: the preview is off', () => {
    const { harness, track } = previewing();
    harness.dispatch({ type: 'inputEnded', track });
    expect(preview(harness)).toMatchObject({ state: 'off' });
  });

  test('the system pauses the camera: there is no picture until it goes on', () => {
    const { harness, track } = previewing();
    harness.dispatch({ type: 'inputSystemMuted', track, isSystemMuted: true });
    expect(preview(harness)).toMatchObject({ state: 'on', stream: null });
    harness.dispatch({ type: 'inputSystemMuted', track, isSystemMuted: false });
    expect(preview(harness)).toMatchObject({ state: 'on', stream: expect.anything() as unknown });
  });
});

describe('a previewed camera is stopped at once', () => {
  const endings: readonly (readonly [string, (harness: CallsHarness) => void])[] = [
    ['when the call is declined', (harness) => incoming(harness).decline()],
    ['when the call is accepted without video', (harness) => incoming(harness).acceptWithoutVideo?.()],
    [
      'when the caller cancels',
      (harness) => harness.push({ ...videoCall, ...endedBy({ reason: 'canceled' }) }),
    ],
    ['when another device answers', (harness) => harness.push({ ...videoCall, ...answeredBy(adaElsewhere) })],
    ['when no device answers in time', (harness) => harness.advance(60_000)],
    ['when the page goes away', (harness) => harness.dispatch({ type: 'pageHidden' })],
    ['when the user signs out', (harness) => harness.dispatch({ type: 'signedOut' })],
  ];

  test.each(endings)('%s', (_, end) => {
    const { harness, track } = previewing();
    harness.clear();
    end(harness);
    expect(harness.stopped).toEqual([track]);
    expect(harness.state.preview).toBeNull();
  });
});

describe('accepted with video', () => {
  test('the call takes the camera over: it is neither opened again nor stopped', () => {
    const { harness, track } = previewing();
    harness.clear();
    incoming(harness).accept();
    expect(harness.effects.filter(({ type }) => type === 'openInput')).toMatchObject([{ kind: 'audio' }]);
    expect(harness.stopped).toEqual([]);
    expect(harness.current.localVideo?.getTracks()).toEqual([track]);
    expect(harness.effects.find(({ type }) => type === 'sendTracks')).toMatchObject({
      tracks: { video: track },
    });
  });

  test('a camera that is still opening becomes that of the call', () => {
    const harness = ringing();
    press(harness, 'show');
    incoming(harness).accept();
    expect(harness.count('openInput')).toBe(2);
    const track = harness.openInput('video');
    expect(harness.stopped).toEqual([]);
    expect(harness.current.localVideo?.getTracks()).toEqual([track]);
  });

  test('a camera that failed is tried once more', () => {
    const harness = ringing();
    press(harness, 'show');
    harness.failInput('video', 'inUse');
    harness.clear();
    incoming(harness).accept();
    expect(harness.inputRequest('video').key).toBe(videoCall.id);
  });
});

test('a voice call offers no preview', () => {
  const harness = ringing(graceToAda());
  expect(preview(harness)).toBeUndefined();
  harness.dispatch({ type: 'previewPressed', callId: graceToAda().id, to: 'on' });
  expect(harness.count('openInput')).toBe(0);
});

test('a call that is not on the screen opens no camera', () => {
  const harness = ringing();
  harness.push(kayToAda({ media: 'video', placedAt: videoCall.placedAt + 1_000 }));
  harness.dispatch({ type: 'previewPressed', callId: kayToAda().id, to: 'on' });
  harness.dispatch({ type: 'previewPressed', callId: adaToGrace().id, to: 'on' });
  expect(harness.count('openInput')).toBe(0);
});
