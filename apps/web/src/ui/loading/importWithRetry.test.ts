import { expect, test } from 'vitest';
import { importWithRetry, NewerBuildError, type ServedBuild } from './importWithRetry.ts';

const lost = new Error('Failed to fetch dynamically imported module');

/** Runs an import that fails `failures` times; `found` are the results of the checks of the server, in turn. */
function runImport(failures: number, ...found: readonly ServedBuild[]) {
  const pauses: number[] = [];
  let tries = 0;
  let checks = 0;
  const load = (): Promise<string> => {
    tries += 1;
    return tries > failures ? Promise.resolve('code') : Promise.reject(lost);
  };
  const done = importWithRetry(load, {
    checkServedBuild: () => Promise.resolve(found[checks++] ?? 'same'),
    pause: (ms) => Promise.resolve(void pauses.push(ms)),
    retryFailedStyles: () => Promise.resolve(),
  });
  return { done, pauses, tries: () => tries };
}

test('after a fetch that the network aborted, the import is repeated a second later', async () => {
  const { done, pauses } = runImport(1);
  expect(await done).toBe('code');
  expect(pauses).toEqual([1_000]);
});

test('while the server is away, attempts continue at most 15 s apart', async () => {
  const { done, pauses } = runImport(8, ...Array.from({ length: 8 }, () => 'unreachable' as const));
  expect(await done).toBe('code');
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
});

test('the third failure while the server has this build rejects with the error itself', async () => {
  const { done, tries } = runImport(9, 'same', 'unreachable', 'same', 'same', 'same');
  await expect(done).rejects.toBe(lost);
  expect(tries()).toBe(5);
});

test('a newer build on the server ends the attempts', async () => {
  const { done, tries } = runImport(9, 'newer');
  await expect(done).rejects.toBeInstanceOf(NewerBuildError);
  expect(tries()).toBe(1);
});

test('a style sheet that fails again counts as a failed import', async () => {
  let failures = 1;
  const retryFailedStyles = () => (failures-- > 0 ? Promise.reject(lost) : Promise.resolve());
  const pause = () => Promise.resolve();
  const checkServedBuild = () => Promise.resolve('same' as const);
  let loads = 0;
  await importWithRetry(() => Promise.resolve((loads += 1)), { checkServedBuild, pause, retryFailedStyles });
  expect([failures, loads]).toEqual([-1, 1]);
});
