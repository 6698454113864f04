import { expect, test } from 'vitest';
import { fitFor } from './CallVideo.tsx';

test.each([
  ['a wide camera on a wide screen', [1280, 720], [1440, 900], 'cover'],
  ['an old camera on a wide screen', [640, 480], [1920, 1080], 'cover'],
  ['a phone held upright on a wide screen', [720, 1280], [1920, 1080], 'contain'],
  ['a wide camera on a phone held upright', [1280, 720], [390, 844], 'contain'],
  ['a phone on a phone', [720, 1280], [390, 844], 'cover'],
  ['a picture that has not come yet', [0, 0], [390, 844], 'cover'],
] as const)('%s', (_situation, [width, height], [boxWidth, boxHeight], fit) => {
  expect(fitFor({ width, height }, { width: boxWidth, height: boxHeight })).toBe(fit);
});
