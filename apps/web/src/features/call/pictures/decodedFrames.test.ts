import { describe, expect, test } from 'vitest';
import { onNextFrame, type FrameSource } from './decodedFrames.ts';

/** A video element with or without `requestVideoFrameCallback`. */
class FakeVideo extends EventTarget {
  readyState = 0;

  decode(event: string): void {
    this.readyState = 4;
    this.dispatchEvent(new Event(event));
  }
}

class FakeVideoWithFrames extends FakeVideo {
  readonly #waiting = new Map<number, () => void>();
  #nextHandle = 1;

  requestVideoFrameCallback(onFrame: () => void): number {
    this.#waiting.set(this.#nextHandle, onFrame);
    return this.#nextHandle++;
  }

  cancelVideoFrameCallback(handle: number): void {
    this.#waiting.delete(handle);
  }

  show(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const onFrame of waiting) onFrame();
  }
}

/** Counts the calls for the next frame of a video. */
function watch(video: FrameSource, includeShown = false) {
  const seen = { count: 0 };
  return { seen, stop: onNextFrame(video, includeShown, () => (seen.count += 1)) };
}

describe('a browser that reports frames', () => {
  test('a frame is told once, and only when it is shown', () => {
    const video = new FakeVideoWithFrames();
    const { seen } = watch(video);
    video.decode('playing');
    expect(seen.count).toBe(0);
    video.show();
    video.show();
    expect(seen.count).toBe(1);
  });

  test('what is stopped before hears nothing', () => {
    const video = new FakeVideoWithFrames();
    const { seen, stop } = watch(video);
    stop();
    video.show();
    expect(seen.count).toBe(0);
  });

  test('a picture that stands still counts where the shown frame is a new one', () => {
    const video = new FakeVideoWithFrames();
    video.readyState = 4;
    expect(watch(video, true).seen.count).toBe(1);
    expect(watch(video).seen.count).toBe(0);
  });
});

describe('a browser that does not', () => {
  test.each(['loadeddata', 'playing', 'timeupdate'])('%s tells of a frame once there is one', (event) => {
    const video = new FakeVideo();
    const { seen } = watch(video);
    video.dispatchEvent(new Event(event));
    expect(seen.count).toBe(0);
    video.decode(event);
    video.decode(event);
    expect(seen.count).toBe(1);
  });

  test('what is stopped before hears nothing', () => {
    const video = new FakeVideo();
    const { seen, stop } = watch(video);
    stop();
    video.decode('playing');
    expect(seen.count).toBe(0);
  });
});
