import { expect, test } from 'vitest';
import { peaksFrom } from './noteRow.ts';

test.each(['', '[1, 2', '{}', '[101]', '["loud"]', 'null'])(
  'a stored waveform that cannot be read is empty, so that the note and its list stay: %j',
  (json) => {
    expect(peaksFrom(json)).toEqual([]);
  },
);

test('a stored waveform is read', () => {
  expect(peaksFrom('[0, 50, 100]')).toEqual([0, 50, 100]);
});
