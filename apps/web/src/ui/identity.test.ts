import { describe, expect, test } from 'vitest';
import { identityOf, initialsOf } from './identity.ts';

describe('initials', () => {
  test.each([
    ['Ada', 'A'],
    ['Ada Lovelace', 'AL'],
    ['grace brewster murray hopper', 'GH'],
    ['jean-luc', 'JL'],
    ['élodie', 'É'],
    ['👩‍🚀 Ride', '👩‍🚀R'],
    ['李小龍', '李'],
    ['--', ''],
  ])('%s is drawn as %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

test('a person keeps the color when the name changes', () => {
  const id = '3f0e8a52-5d0b-4c1c-9a53-6f6f2f0b6c11';
  expect(identityOf({ id, name: 'Ada' }).hue).toBe(identityOf({ id, name: 'Ada L.' }).hue);
});

test('ids that differ in one digit get all colors, none of them rarely', () => {
  const seen = new Map<number, number>();
  for (let index = 0; index < 1200; index += 1) {
    const { hue } = identityOf({
      id: `3f0e8a52-5d0b-4c1c-9a53-${String(index).padStart(12, '0')}`,
      name: 'A',
    });
    seen.set(hue, (seen.get(hue) ?? 0) + 1);
  }
  expect(seen.size).toBe(12);
  expect(Math.min(...seen.values())).toBeGreaterThan(50);
});
