import { fail, ok } from '@ringback/protocol';
import { expect, test } from 'vitest';
import type { Figure } from './figures.ts';
import { measuredDispatcher } from './requestFigures.ts';

/** Dispatches one request that takes so long, and returns what was recorded of it. */
async function recorded(name: unknown, answer: 'done' | 'refused', ms: number) {
  const figures: Figure[] = [];
  let now = 100;
  const dispatch = measuredDispatcher(
    async () => {
      await Promise.resolve();
      now += ms;
      return answer === 'refused' ? fail('tooMany') : ok(null);
    },
    (figure) => figures.push(figure),
    () => now,
  );
  await dispatch(undefined, name, []);
  return figures;
}

test('a request is measured, and only a refused one is an error', async () => {
  expect(await recorded('call:end', 'done', 12)).toEqual([{ kind: 'duration', figure: 'request', ms: 12 }]);
  expect(await recorded('call:end', 'refused', 1)).toContainEqual({
    kind: 'count',
    figure: 'error',
    label: 'socket/tooMany',
    amount: 1,
  });
});

test('a slow request counts by its name, unless a client made the name up', async () => {
  const slow = { kind: 'count', figure: 'slow', label: 'history:list', amount: 1 };
  expect(await recorded('history:list', 'done', 1_001)).toContainEqual(slow);
  expect(await recorded('history:list', 'done', 1_000)).toHaveLength(1);
  for (const name of ['made up', '__proto__', 7, undefined])
    expect(await recorded(name, 'done', 5_000)).toHaveLength(1);
});
