import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';

test('items come out in their order, however long the queue has been in use', () => {
  const queue = new Fifo<number>();
  let [pushed, taken] = [0, 0];
  for (let round = 0; round < 500; round++) {
    for (let n = 0; n < 10; n++) queue.push(pushed++);
    for (let n = 0; n < 9; n++) expect(queue.shift()).toBe(taken++);
  }
  expect(queue.size).toBe(500);
  while (queue.size > 0) expect(queue.shift()).toBe(taken++);
  expect([taken, queue.shift()]).toEqual([5_000, undefined]);
});
