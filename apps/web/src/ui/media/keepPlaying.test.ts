import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepPlaying, routeSound, type StreamElement } from './keepPlaying.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An audio element whose browser may refuse to play. */
class FakeElement extends EventTarget implements StreamElement<string> {
  paused = true;
  srcObject: string | null = null;
  isAllowed = true;

  play = (): Promise<void> => {
    if (!this.isAllowed) return Promise.reject(new DOMException('Press first.', 'NotAllowedError'));
    this.paused = false;
    this.dispatchEvent(new Event('playing'));
    return Promise.resolve();
  };

  /** The system pauses it. */
  pauseBySystem(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

async function playing(element = new FakeElement()) {
  const refusals: boolean[] = [];
  const kept = keepPlaying(element, 'theirs', (isRefused) => refusals.push(isRefused));
  await vi.advanceTimersByTimeAsync(0);
  return { element, kept, isRefused: () => refusals.at(-1) };
}

describe('the other side’s sound', () => {
  test('the system pauses it for a phone call: it plays on by itself', async () => {
    const { element, isRefused } = await playing();
    element.pauseBySystem();
    await vi.advanceTimersByTimeAsync(0);
    expect(element.paused).toBe(false);
    expect(isRefused()).toBe(false);
  });

  test('the system pauses it again and again: one press is asked for', async () => {
    const { element, isRefused } = await playing();
    element.pauseBySystem();
    element.pauseBySystem();
    await vi.advanceTimersByTimeAsync(0);
    expect(isRefused()).toBe(true);
  });

  test('the browser refuses to play on: one press helps', async () => {
    const { element, kept, isRefused } = await playing();
    element.isAllowed = false;
    element.pauseBySystem();
    await vi.advanceTimersByTimeAsync(0);
    expect(isRefused()).toBe(true);
    element.isAllowed = true;
    kept.play();
    expect(isRefused()).toBe(false);
    expect(element.paused).toBe(false);
  });

  test('after the call, a pause is not answered', async () => {
    const { element, kept } = await playing();
    expect(element.srcObject).toBe('theirs');
    kept.stop();
    element.pauseBySystem();
    expect(element.paused).toBe(true);
    expect(element.srcObject).toBeNull();
  });
});

describe('the speaker', () => {
  test('is used', async () => {
    const setSinkId = vi.fn<(id: string) => Promise<void>>().mockResolvedValue();
    expect(await routeSound({ sinkId: '', setSinkId }, 'headphones')).toBe(true);
    expect(setSinkId).toHaveBeenCalledExactlyOnceWith('headphones');
  });

  test('is refused, or choosing it throws: the default is used instead', async () => {
    const setSinkId = vi
      .fn<(id: string) => Promise<void>>()
      .mockRejectedValueOnce(new DOMException('It is gone.', 'NotFoundError'))
      .mockResolvedValue();
    expect(await routeSound({ sinkId: 'older', setSinkId }, 'headphones')).toBe(false);
    expect(setSinkId).toHaveBeenLastCalledWith('');
  });

  test('is never answered for: the default is used after some seconds', async () => {
    const setSinkId = vi.fn<(id: string) => Promise<void>>(() => new Promise(() => {}));
    const routed = routeSound({ sinkId: '', setSinkId }, 'headphones');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await routed).toBe(false);
  });

  test('cannot be chosen in this browser: nothing is refused', async () => {
    expect(await routeSound({}, 'headphones')).toBe(true);
  });
});
