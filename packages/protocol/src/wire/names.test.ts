import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { matchesName, nameKey, PersonName, searchWords } from './names.ts';

const read = (text: string): string | undefined => {
  const parsed = v.safeParse(PersonName, text);
  return parsed.success ? parsed.output : undefined;
};

describe('names', () => {
  it.each([
    ['as typed', 'Ada', 'Ada'],
    ['outer and double spaces', '  Ada   Lovelace ', 'Ada Lovelace'],
    ['a decomposed accent', 'Jose\u0301', 'José'],
    ['another script', '山田 太郎', '山田 太郎'],
    ['forty characters outside the basic plane', '𝒜'.repeat(40), '𝒜'.repeat(40)],
  ])('%s is accepted', (_, text, name) => {
    expect(read(text)).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['forty-one characters', 'a'.repeat(41)],
    ['a huge text', 'a'.repeat(100_000)],
    ['a control character', 'Ada\u0000'],
    ['a line break', 'Ada\nGrace'],
    ['a turned direction', 'Ada\u202egnp.exe'],
    ['a zero-width space', 'A\u200bda'],
    ['a lone surrogate', 'Ada\ud800'],
  ])('%s is refused', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('names that differ only in case or in compatibility forms are the same', () => {
    expect(nameKey('ADA')).toBe(nameKey('ada'));
    expect(nameKey('ﬁona')).toBe(nameKey('Fiona'));
    expect(nameKey('Ada')).not.toBe(nameKey('Ada 2'));
  });
});

describe('a search', () => {
  it.each([
    ['the beginning of a word', 'Ada Lovelace', 'lov'],
    ['several words in any order', 'Ada King Lovelace', 'love ad'],
    ['without an accent', 'Zoë', 'zoe'],
    ['with an accent that the name lacks', 'Zoe', 'zoë'],
    ['a letter that some write as two', 'Straße', 'strasse'],
    ['behind a hyphen', 'Jean-Luc', 'luc'],
    ['another script', '山田 太郎', '太'],
  ])('finds %s', (_, name, typed) => {
    expect(matchesName(name, searchWords(typed))).toBe(true);
  });

  it.each([
    ['the middle of a word', 'Ada Lovelace', 'ace'],
    ['a word too many', 'Ada Lovelace', 'ada grace'],
    ['nothing', 'Ada', ''],
    ['no letters', 'Ada', '…'],
  ])('does not find %s', (_, name, typed) => {
    expect(matchesName(name, searchWords(typed))).toBe(false);
  });
});
