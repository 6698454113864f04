import { expect, test } from 'vitest';
import { chooseChecks, checks } from './list.ts';

function namesFor(...words: string[]): string[] {
  return chooseChecks(checks, words).checks.map(({ name }) => name);
}

test('without arguments, every part runs except the loops', () => {
  expect(namesFor()).toEqual(checks.filter(({ part }) => part !== 'loops').map(({ name }) => name));
  expect(chooseChecks(checks, []).everything).toBe(false);
});

test('"all" runs every check, with its long tests', () => {
  expect(namesFor('all')).toEqual(checks.map(({ name }) => name));
  expect(chooseChecks(checks, ['all']).everything).toBe(true);
});

test('named parts run alone, and "all" adds their long tests', () => {
  expect(namesFor('lab')).toEqual(['calls across networks']);
  expect(namesFor('all', 'lab')).toEqual(['calls across networks']);
  expect(chooseChecks(checks, ['all', 'lab']).everything).toBe(true);
  expect(namesFor('loops')).toContain('wire fuzzing');
});

test('an unknown word is refused with the words that exist', () => {
  expect(() => namesFor('units')).toThrow('There is no part called units. Choose from static, unit');
});
