import { expect, test } from 'vitest';
import { isToneHeard, type ToneLevels } from './toneLevels.ts';

test.each<[string, readonly ToneLevels[], boolean]>([
  [
    'both tones, each while it plays',
    [
      [-40, -90],
      [-88, -42],
    ],
    true,
  ],
  [
    'a room without the tones',
    [
      [-90, -91],
      [-89, -92],
    ],
    false,
  ],
  [
    'a hum at the low tone',
    [
      [-40, -90],
      [-41, -60],
    ],
    false,
  ],
  [
    'a beep at both',
    [
      [-40, -42],
      [-41, -43],
    ],
    false,
  ],
  [
    'digital silence',
    [
      [-Infinity, -Infinity],
      [-Infinity, -Infinity],
    ],
    false,
  ],
  [
    'out of digital silence',
    [
      [-50, -Infinity],
      [-Infinity, -52],
    ],
    true,
  ],
  ['nothing measured', [], false],
])('%s', (_, levels, isHeard) => {
  expect(isToneHeard(levels)).toBe(isHeard);
});
