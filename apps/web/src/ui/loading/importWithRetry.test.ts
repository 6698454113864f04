import { expect, test } from 'vitest';
import { importWithRetry, NewerBuildError, type Served } from './importWithRetry.ts';

const lost = new Error('Failed to fetch dynamically imported module');

/** An import that fails so many times, while the server is found to have this and that, in turn. */
function importing(failures: number, ...found: readonly Served[]) {
  const pauses: number[] = [];
  let tries = 0;
  let asked = 0;
  const load = (): Promise<string> => {
    tries += 1;
    return tries > failures ? Promise.resolve('code') : Promise.reject(lost);
  };
  const done = importWithRetry(load, {
    served: () => Promise.resolve(found[asked++] ?? 'same'),
    pause: (ms) => Promise.resolve(void pauses.push(ms)),
    mendStyles: () => Promise.resolve(),
  });
  return { done, pauses, tries: () => tries };
}

test('the network broke a fetch off: it is made again after a second', async () => {
  const { done, pauses } = importing(1);
  expect(await done).toBe('code');
  expect(pauses).toEqual([1_000]);
});

test('the server is away for long: attempts go on, and never more than 15 s apart', async () => {
  const { done, pauses } = importing(8, ...Array.from({ length: 8 }, () => 'unreachable' as const));
  expect(await done).toBe('code');
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
});

test('the server has this build, and the part fails a third time: the error itself is told', async () => {
  const { done, tries } = importing(9, 'same', 'unreachable', 'same', 'same', 'same');
  await expect(done).rejects.toBe(lost);
  expect(tries()).toBe(5);
});

test('the server has a newer build: nothing is tried again', async () => {
  const { done, tries } = importing(9, 'newer');
  await expect(done).rejects.toBeInstanceOf(NewerBuildError);
  expect(tries()).toBe(1);
});

test('a style sheet fails once more: that counts as the part, which is not drawn without it', async () => {
  let failures = 1;
  const mendStyles = () => (failures-- > 0 ? Promise.reject(lost) : Promise.resolve());
  const pause = () => Promise.resolve();
  const served = () => Promise.resolve('same' as const);
  let loads = 0;
  await importWithRetry(() => Promise.resolve((loads += 1)), { served, pause, mendStyles });
  expect([failures, loads]).toEqual([-1, 1]);
});
