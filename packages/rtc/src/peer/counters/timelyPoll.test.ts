import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { maxPollMs } from '../../machine/policy.ts';
import { createTimelyPolls } from './timelyPoll.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<number>(() => {});

test('the connection is closed during a read, and the browser never answers: the poll ends at once', async () => {
  const polls = createTimelyPolls(() => never);
  const polled = polls.poll();
  polls.stop();
  await expect(polled).resolves.toBeUndefined();
  await expect(polls.poll()).resolves.toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('the browser never answers for an open connection: each poll ends in time', async () => {
  const polls = createTimelyPolls(() => never);
  for (let time = 0; time < 3; time += 1) {
    const polled = polls.poll();
    vi.advanceTimersByTime(maxPollMs);
    await expect(polled).resolves.toBeUndefined();
  }
});

test('a slow read answers a later poll, and is not started over', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const read = vi.fn<() => Promise<number>>().mockReturnValueOnce(promise).mockResolvedValue(2);
  const polls = createTimelyPolls(read);
  const first = polls.poll();
  vi.advanceTimersByTime(maxPollMs);
  await expect(first).resolves.toBeUndefined();
  const second = polls.poll();
  resolve(1);
  await expect(second).resolves.toBe(1);
  expect(read).toHaveBeenCalledTimes(1);
  await expect(polls.poll()).resolves.toBe(2);
});

test('a read that fails is no sample', async () => {
  const polls = createTimelyPolls(() => Promise.reject(new Error('closed')));
  await expect(polls.poll()).resolves.toBeUndefined();
});
