import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepScreenAwake, type HeldWakeLock, type ScreenPorts } from './screenWakeLock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeWakeLock extends EventTarget implements HeldWakeLock {
  isHeld = true;

  release = (): Promise<void> => {
    this.isHeld = false;
    this.dispatchEvent(new Event('release'));
    return Promise.resolve();
  };
}

/** A screen whose tab a test hides and shows, and whose browser may refuse. */
class FakeScreen implements ScreenPorts {
  readonly locks: FakeWakeLock[] = [];
  isTabVisible = true;
  refusal: 'none' | 'rejects' | 'throws' = 'none';
  #onChange: () => void = () => {};

  readonly request = (): Promise<HeldWakeLock> => {
    if (this.refusal === 'throws') throw new TypeError('There is no wakeLock.');
    if (this.refusal === 'rejects') return Promise.reject(new DOMException('Low power.', 'NotAllowedError'));
    const lock = new FakeWakeLock();
    this.locks.push(lock);
    return Promise.resolve(lock);
  };

  readonly isVisible = (): boolean => this.isTabVisible;

  readonly onVisibility = (onChange: () => void): (() => void) => {
    this.#onChange = onChange;
    return () => (this.#onChange = () => {});
  };

  /** Hiding takes the lock away, as browsers do; `silently`: without an event. */
  async show(isTabVisible: boolean, how?: 'silently'): Promise<void> {
    this.isTabVisible = isTabVisible;
    if (!isTabVisible && how === undefined)
      for (const lock of this.locks) if (lock.isHeld) await lock.release();
    this.#onChange();
    await vi.advanceTimersByTimeAsync(0);
  }

  held(): number {
    return this.locks.filter(({ isHeld }) => isHeld).length;
  }
}

async function awake(screen = new FakeScreen()) {
  const stop = keepScreenAwake(screen);
  await vi.advanceTimersByTimeAsync(0);
  return { screen, stop };
}

test('the tab goes to the background and comes back: the screen stays awake again', async () => {
  const { screen, stop } = await awake();
  expect(screen.held()).toBe(1);
  await screen.show(false);
  expect(screen.held()).toBe(0);
  await screen.show(true);
  expect(screen.held()).toBe(1);
  stop();
  expect(screen.held()).toBe(0);
});

test('the browser takes the lock away with the tab and does not say so: it is requested again', async () => {
  const { screen } = await awake();
  await screen.show(false, 'silently');
  await screen.show(true);
  expect(screen.locks).toHaveLength(2);
  expect(screen.held()).toBe(1);
});

test('the system takes the lock away while the tab is visible: it is requested again after a pause', async () => {
  const { screen } = await awake();
  await screen.locks[0]?.release();
  expect(screen.held()).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(screen.held()).toBe(1);
});

test.each(['rejects', 'throws'] as const)('the browser %s, and allows it later', async (refusal) => {
  const screen = new FakeScreen();
  screen.refusal = refusal;
  await awake(screen);
  screen.refusal = 'none';
  await vi.advanceTimersByTimeAsync(10_000);
  expect(screen.held()).toBe(1);
});

test('the call ends while the browser decides: the lock is released', async () => {
  const screen = new FakeScreen();
  keepScreenAwake(screen)();
  await vi.advanceTimersByTimeAsync(0);
  expect(screen.locks).toHaveLength(1);
  expect(screen.held()).toBe(0);
});

test('in a hidden tab nothing is requested until it is shown', async () => {
  const screen = new FakeScreen();
  screen.isTabVisible = false;
  await awake(screen);
  expect(screen.locks).toHaveLength(0);
  await screen.show(true);
  expect(screen.held()).toBe(1);
});

test('a call that is over requests nothing, however long the tab stays', async () => {
  const { screen, stop } = await awake();
  stop();
  await screen.show(false);
  await screen.show(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(screen.locks).toHaveLength(1);
});
