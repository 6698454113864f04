import { expect, test } from 'vitest';
import { fitFor } from './pictureFit.ts';

test.each([
  ['a wide camera on a wide screen', [1280, 720], [1440, 900], 'cover'],
  ['an old camera on a wide screen', [640, 480], [1920, 1080], 'cover'],
  ['a phone held upright on a wide screen', [720, 1280], [1920, 1080], 'contain'],
  ['a wide camera beside open messages', [1280, 720], [900, 800], 'contain'],
  ['a picture that has not come yet', [0, 0], [1280, 800], 'cover'],
] as const)('%s', (_situation, [width, height], [boxWidth, boxHeight], fit) => {
  expect(fitFor({ width, height }, { width: boxWidth, height: boxHeight }, false)).toBe(fit);
});

test('on a phone, every picture fills the screen', () => {
  expect(fitFor({ width: 1280, height: 720 }, { width: 390, height: 844 }, true)).toBe('cover');
});
