import { expect, test } from 'vitest';
import { nextTab } from './Tabs.tsx';

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 0],
  ['ArrowLeft', 0, 2],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['Enter', 0, undefined],
  ['a', 1, undefined],
])('%s on tab %d of three selects %s', (key, at, next) => {
  expect(nextTab(key, at, 3)).toBe(next);
});
