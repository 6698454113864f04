import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeLock } from './browserPorts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What became of a request for a lock, after more time than it may take. */
async function outcomeOf(request: Parameters<typeof takeLock>[0]): Promise<'taken elsewhere' | 'go on'> {
  const taken = takeLock(request);
  await vi.advanceTimersByTimeAsync(10_000);
  return (await taken) === undefined ? 'taken elsewhere' : 'go on';
}

function refused(): DOMException {
  return new DOMException('Site data is blocked.', 'SecurityError');
}

describe('a tab that wants a lock', () => {
  test('another tab holds it until the timeout: it is taken', async () => {
    const outcome = await outcomeOf(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(refused()));
        }),
    );
    expect(outcome).toBe('taken elsewhere');
  });

  test('the browser refuses locks: the tab goes on without', async () => {
    expect(await outcomeOf(() => Promise.reject(refused()))).toBe('go on');
  });

  test('the browser has no locks, or throws: the tab goes on without', async () => {
    const throws = (): never => {
      throw new TypeError('Cannot read properties of undefined.');
    };
    expect(await outcomeOf(throws)).toBe('go on');
  });

  test('the browser never answers: the tab goes on without, and lets go of a lock that comes later', async () => {
    let grant = (): Promise<void> | undefined => new Promise(() => {});
    const never = (_signal: AbortSignal, hold: typeof grant): Promise<unknown> => {
      grant = hold;
      return new Promise(() => {});
    };
    expect(await outcomeOf(never)).toBe('go on');
    expect(grant()).toBeUndefined();
  });
});
