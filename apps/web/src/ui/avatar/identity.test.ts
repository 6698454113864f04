import { describe, expect, test } from 'vitest';
import { firstGraphemes, identityOf, initialsOf } from './identity.ts';

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
    ['(Ada) “Lovelace”', 'AL'],
    ['علی رضا', 'عر'],
    ['🚀', '🚀'],
    ['…', '…'],
  ])('%s becomes %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

test('the beginning of a text ends behind a whole emoji', () => {
  expect(firstGraphemes('ab👩‍🚀c', 3)).toBe('ab👩‍🚀');
  expect(firstGraphemes('ab', 3)).toBe('ab');
});

test('a new name changes only the initials', () => {
  const id = '3f0e8a52-5d0b-4c1c-9a53-6f6f2f0b6c11';
  const { initials, ...rest } = identityOf({ id, name: 'Ada' });
  expect(identityOf({ id, name: 'Ada L.' })).toEqual({ ...rest, initials: `${initials}L` });
});

test('hardly any two of a hundred people look the same', () => {
  const identities = Array.from({ length: 100 }, (_, index) => {
    const id = `3f0e8a52-5d0b-4c1c-9a53-${String(index).padStart(12, '0')}`;
    return JSON.stringify(identityOf({ id, name: 'A' }));
  });
  expect(new Set(identities).size).toBeGreaterThan(85);
});

test('ids that differ in one digit get all colors about equally often', () => {
  const seen = new Map<number, number>();
  for (let index = 0; index < 1200; index += 1) {
    const { colors } = identityOf({
      id: `3f0e8a52-5d0b-4c1c-9a53-${String(index).padStart(12, '0')}`,
      name: 'A',
    });
    seen.set(colors.from.hue, (seen.get(colors.from.hue) ?? 0) + 1);
  }
  expect(seen.size).toBe(12);
  expect(Math.min(...seen.values())).toBeGreaterThan(50);
});
