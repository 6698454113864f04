import { describe, expect, test } from 'vitest';
import { CallsHarness, linkId } from '../callsHarness.testing.ts';

const cameraOn = { kind: 'sending', microphone: 'on', camera: 'on' } as const;
const cameraOff = { kind: 'sending', microphone: 'on', camera: 'off' } as const;

/** A voice call in which Grace has turned her camera on and asks for Ada's. */
function asked(): CallsHarness {
  const harness = CallsHarness.inCall();
  ask(harness);
  return harness;
}

function ask(harness: CallsHarness): void {
  harness.sessionEvent({ type: 'message', message: cameraOn });
  harness.sessionEvent({ type: 'message', message: { kind: 'videoRequest' } });
}

function requestsSent(harness: CallsHarness): number {
  return harness.effects.filter(
    (effect) => effect.type === 'sendPeerMessage' && effect.message.kind === 'videoRequest',
  ).length;
}

describe('turning the camera on in a voice call', () => {
  test('asks the other side once the camera is open, after saying that it is on', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    expect(requestsSent(harness)).toBe(0);
    harness.openInput('video');
    expect(harness.effects.slice(-2)).toMatchObject([
      { message: { kind: 'sending', camera: 'on' } },
      { message: { kind: 'videoRequest' } },
    ]);
  });

  test('asks nothing where the other camera is on already', () => {
    const harness = asked();
    harness.current.videoRequest?.turnCameraOn();
    harness.openInput('video');
    expect(requestsSent(harness)).toBe(0);
  });

  test('asks nothing when a camera replaces another, or the link is replaced', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    const camera = harness.openInput('video');
    harness.clear();
    harness.advance(5_000);
    harness.dispatch({ type: 'inputEnded', track: camera });
    harness.openInput('video', 'Another camera');
    harness.linkUp(linkId('12'));
    expect(requestsSent(harness)).toBe(0);
  });

  test('asks nothing where the camera does not open', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    harness.failInput('video');
    expect(requestsSent(harness)).toBe(0);
  });
});

describe('a request for video', () => {
  test('captures nothing before a press, and is over with it', () => {
    const harness = asked();
    expect(harness.count('openInput')).toBe(0);
    harness.current.videoRequest?.turnCameraOn();
    expect(harness.inputRequest('video')).toMatchObject({ kind: 'video' });
    expect(harness.current.videoRequest).toBeUndefined();
    harness.openInput('video');
    harness.current.turnCameraOff?.();
    expect(harness.current.videoRequest).toBeUndefined();
  });

  test('is dismissed with "Not now", and comes back when the other side asks again', () => {
    const harness = asked();
    harness.current.videoRequest?.notNow();
    expect(harness.current.videoRequest).toBeUndefined();
    expect(harness.count('openInput')).toBe(0);
    ask(harness);
    expect(harness.current.videoRequest).toBeDefined();
  });

  test('goes when the other camera goes off, and does not come back by itself', () => {
    const harness = asked();
    harness.sessionEvent({ type: 'message', message: cameraOff });
    expect(harness.current.videoRequest).toBeUndefined();
    harness.sessionEvent({ type: 'message', message: cameraOn });
    expect(harness.current.videoRequest).toBeUndefined();
  });

  test('from a device whose camera is off is ignored', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'message', message: { kind: 'videoRequest' } });
    expect(harness.current.videoRequest).toBeUndefined();
  });

  test('does not come where the own camera is on already', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    ask(harness);
    expect(harness.current.videoRequest).toBeUndefined();
  });

  test('is shown five times a call at most', () => {
    const harness = CallsHarness.inCall();
    const shown = Array.from({ length: 7 }, () => {
      ask(harness);
      const isShown = harness.current.videoRequest !== undefined;
      harness.current.videoRequest?.notNow();
      return isShown;
    });
    expect(shown).toEqual([true, true, true, true, true, false, false]);
  });
});
