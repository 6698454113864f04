import { expect, test } from 'vitest';
import { brokenText, secondsLeftText } from './StatusDetail.tsx';

test.each([
  ['mine', 'Your network is down. Check your connection.'],
  ['theirs', "Ada's network is down."],
  [undefined, 'The connection dropped. Trying another way.'],
] as const)('a connection that is %s reads %s', (broken, words) => {
  expect(brokenText(broken, 'Ada')).toBe(words);
});

test.each([
  [12_000, '12 seconds left'],
  [11_001, '12 seconds left'],
  [1_000, '1 second left'],
  [0, '0 seconds left'],
  [-3_000, '0 seconds left'],
])('with %d ms left it reads %s', (leftMs, words) => {
  expect(secondsLeftText(leftMs)).toBe(words);
});
