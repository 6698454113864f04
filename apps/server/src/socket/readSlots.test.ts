import { randomUUID } from 'node:crypto';
import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ReadSlots } from './readSlots.ts';

const newUserId = (): UserId => v.parse(UserId, randomUUID());

test('two reads of a user are under way, the others wait in their order, also after one fails', async () => {
  const slots = new ReadSlots(2);
  const [ada, grace] = [newUserId(), newUserId()];
  const started: number[] = [];
  const reads = [1, 2, 3, 4].map((number) => {
    const gate = Promise.withResolvers<number>();
    const outcome = slots.read(ada, () => {
      started.push(number);
      return gate.promise;
    });
    return { gate, outcome };
  });
  expect(started).toEqual([1, 2]);
  expect(await slots.read(grace, () => 'hers')).toBe('hers');
  reads[1]?.gate.reject(new Error('failed'));
  await expect(reads[1]?.outcome).rejects.toThrow('failed');
  await expect.poll(() => started).toEqual([1, 2, 3]);
  for (const { gate } of reads) gate.resolve(0);
  await Promise.allSettled(reads.map(({ outcome }) => outcome));
  expect(started).toEqual([1, 2, 3, 4]);
});

test('a user whose reads pile up is full until some have ended', async () => {
  const slots = new ReadSlots(1);
  const ada = newUserId();
  const gate = Promise.withResolvers<void>();
  const reads: Promise<void>[] = [];
  while (!slots.isFull(ada)) reads.push(slots.read(ada, () => gate.promise));
  expect(slots.isFull(newUserId())).toBe(false);
  gate.resolve();
  await Promise.all(reads);
  expect(slots.isFull(ada)).toBe(false);
});
