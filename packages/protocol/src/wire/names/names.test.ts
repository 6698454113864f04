import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { nameKey, PersonName } from './names.ts';

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
    ['Persian with a non-joiner', 'علی‌رضا', 'علی‌رضا'],
    ['Sinhala with a joiner', 'ශ්‍රී ලංකා', 'ශ්‍රී ලංකා'],
    ['Hindi with a joiner and a non-joiner', 'लक्ष्मी र‍्य क्‍ष क्‌ष', 'लक्ष्मी र‍्य क्‍ष क्‌ष'],
    ['Bengali with a joiner before the virama', 'র‍্যাচেল', 'র‍্যাচেল'],
    ['Malayalam that ends in a joiner', 'അവന്‍', 'അവന്‍'],
    ['pointed Hebrew', 'שָׁלוֹם', 'שָׁלוֹם'],
    ['Vietnamese, decomposed', 'Nguye\u0302\u0303n', 'Nguyễn'],
    ['an astronaut', 'Ada 👩‍🚀', 'Ada 👩‍🚀'],
    ['only emoji', '❤️‍🔥👨🏽‍🦰🏳️‍🌈', '❤️‍🔥👨🏽‍🦰🏳️‍🌈'],
    ['a keycap and flags', '1️⃣ 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣ 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
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
    ['a character that was lost', 'Ada\ufffd'],
    ['a joiner between Latin letters', 'A\u200dda'],
    ['a non-joiner between Latin letters', 'A\u200cda'],
    ['a non-joiner after a letter that never joins', 'دار\u200cها'],
    ['a non-joiner at the end', 'علی\u200c'],
    ['a joiner after a Latin letter and before a space', 'Ada\u200d King'],
    ['two joiners in a row', 'ක්\u200d\u200dෂ'],
    ['a joiner between an emoji and a letter', '👩\u200dA'],
    ['a Hangul filler', 'Ada\u3164'],
    ['only a Hangul filler', '\u3164'],
    ['a halfwidth Hangul filler', 'Ada\uffa0'],
    ['a Hangul choseong filler', '\u115fAda'],
    ['a Hangul jungseong filler', '\u1160Ada'],
    ['an empty Braille cell', 'Ada\u2800'],
    ['a combining grapheme joiner', 'A\u034fda'],
    ['a soft hyphen', 'A\u00adda'],
    ['a Khmer inherent vowel', 'Ada\u17b4'],
    ['a Mongolian vowel separator', 'Ada\u180e'],
    ['an invisible multiplication', 'A\u2062da'],
    ['a word joiner', 'A\u2060da'],
    ['a byte order mark', 'A\ufeffda'],
    ['an unassigned ignorable', 'A\u2065da'],
    ['a musical note without a head', 'Ada\u{1d159}'],
    ['an object replacement', 'Ada\ufffc'],
    ['a variation selector on a letter', 'Ada\ufe0f'],
    ['a variation selector on a digit', 'Ada 1\ufe0f'],
    ['two variation selectors on an emoji', '❤\ufe0f\ufe0f'],
    ['a supplementary variation selector', 'A\u{e0100}da'],
    ['a tag after a letter', 'Ada\u{e0061}\u{e007f}'],
    ['hidden tags after a flag', '🏴\u{e0061}\u{e0062}\u{e0063}\u{e0064}\u{e007f}'],
    ['tags of no flag', '🏴\u{e0067}\u{e0062}\u{e0078}\u{e0079}\u{e007a}\u{e007f}'],
    ['a noncharacter', 'Ada\u{1ffff}'],
    ['a mark without a letter', '\u0301Ada'],
    ['a mark after a space', 'Ada \u0301K'],
    ['the same mark twice', 'Ada\u0301\u0301'],
    ['a flood of marks', 'Z\u0310\u0351\u0325\u0353\u031c\u0315algo'],
  ])('%s is refused', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('names that differ only in case are the same', () => {
    expect(nameKey('ADA')).toBe(nameKey('ada'));
    expect(nameKey('JOSE\u0301')).toBe(nameKey('José'));
    expect(nameKey('Ada')).not.toBe(nameKey('Ada 2'));
  });

  it.each([
    ['Cyrillic', 'Аda'],
    ['fullwidth', 'Ａda'],
    ['mathematical', '𝐀da'],
  ])('a %s look-alike is another name', (_, name) => {
    expect(nameKey(name)).not.toBe(nameKey('Ada'));
  });
});
