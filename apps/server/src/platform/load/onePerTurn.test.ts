import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { OnePerTurn } from './onePerTurn.ts';

test('tasks are done in their order, one in each turn, also those that a task adds', async () => {
  const queue = new OnePerTurn();
  const done: string[] = [];
  queue.add(() => {
    done.push('first');
    queue.add(() => done.push('added'));
  });
  queue.add(() => done.push('second'));
  expect(done).toEqual([]);
  for (const expected of [['first'], ['first', 'second'], ['first', 'second', 'added']]) {
    await setImmediate();
    expect(done).toEqual(expected);
  }
  queue.add(() => done.push('later'));
  await setImmediate();
  expect(done.at(-1)).toBe('later');
});
