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

test('a person looks the same when the name changes, but for the letters', () => {
  const id = '3f0e8a52-5d0b-4c1c-9a53-6f6f2f0b6c11';
  const { initials, ...look } = identityOf({ id, name: 'Ada' });
  expect(identityOf({ id, name: 'Ada L.' })).toEqual({ ...look, initials: `${initials}L` });
});

test('among a hundred people hardly two look the same', () => {
  const looks = Array.from({ length: 100 }, (_, index) => {
    const id = `3f0e8a52-5d0b-4c1c-9a53-${String(index).padStart(12, '0')}`;
    return JSON.stringify(identityOf({ id, name: 'A' }));
  });
  expect(new Set(looks).size).toBeGreaterThan(85);
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
