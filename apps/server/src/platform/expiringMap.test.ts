import { expect, test } from 'vitest';
import { ExpiringMap } from './expiringMap.ts';

test('a value is taken once, in time; beyond the bound the oldest goes', () => {
  let now = 0;
  const map = new ExpiringMap<number>(100, 2, () => now);
  map.add('a', 1);
  expect([map.take('a'), map.take('a')]).toEqual([1, undefined]);
  map.add('b', 2);
  now = 100;
  expect(map.take('b')).toBeUndefined();
  for (const [n, key] of ['c', 'd', 'e'].entries()) map.add(key, n);
  expect([map.take('c'), map.take('d'), map.take('e')]).toEqual([undefined, 1, 2]);
});
