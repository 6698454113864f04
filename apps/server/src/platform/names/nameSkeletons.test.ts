import { describe, expect, it } from 'vitest';
import { nameSkeletons } from './nameSkeletons.ts';

function lookAlike(a: string, b: string): boolean {
  const own = new Set(nameSkeletons(a));
  return nameSkeletons(b).some((each) => own.has(each));
}

describe('look-alikes', () => {
  it.each([
    ['case', 'ada', 'ADA'],
    ['a Cyrillic capital', 'Аda', 'Ada'],
    ['a Cyrillic small letter', 'Grасе', 'Grace'],
    ['Cyrillic capitals whose small letters look different', 'ТОМ', 'Tom'],
    ['a Cyrillic capital in a Latin name', 'Вob', 'Bob'],
    ['Greek capitals', 'ΝΙΝΑ', 'Nina'],
    ['a Greek Iota as I', 'Ιda', 'Ida'],
    ['a Cyrillic І as l', 'AІ', 'al'],
    ['a palochka as I', 'Ӏan', 'Ian'],
    ['a Cyrillic О as 0', 'Аgent ООӀ', 'Agent 001'],
    ['a Greek small letter', 'Adα', 'Ada'],
    ['fullwidth letters', 'Ａｄａ', 'Ada'],
    ['mathematical letters', '𝐀𝒅𝕒', 'Ada'],
    ['a mathematical m', 'To𝐦', 'Tom'],
    ['circled letters', 'Ⓐda', 'Ada'],
    ['a ligature', 'ﬁona', 'Fiona'],
    ['a Cyrillic letter beside a small capital', 'Gʀаce', 'Gʀace'],
    ['a Cherokee letter', 'Ꭰda', 'Dda'],
    ['a curly apostrophe', 'O’Brien', "O'Brien"],
    ['a non-breaking hyphen', 'Jean‑Luc', 'Jean-Luc'],
    ['a decomposed accent', 'Jose\u0301', 'José'],
    ['a Cyrillic letter under an accent', 'Jоsé', 'José'],
    ['two foreign scripts', 'Αda', 'Аda'],
    ['a non-joiner', 'علی‌رضا', 'علیرضا'],
    ['an emoji without its variation', 'Ada ❤️', 'Ada ❤'],
    ['Arabic and Persian digits', 'Ada ٢', 'Ada ۲'],
    ['a Turkish dotless ı', 'Alı', 'Ali'],
  ])('%s', (_, name, other) => {
    expect(lookAlike(name, other)).toBe(true);
  });

  it.each([
    ['l and I', 'Al', 'AI'],
    ['1 and l', 'Al', 'A1'],
    ['0 and O', 'Bob', 'B0b'],
    ['rn and m', 'Torn', 'Tom'],
    ['a bar and l', 'A|', 'Al'],
    ['a Cyrillic A does not make l and I one', 'Аl', 'AI'],
    ['accents', 'José', 'Jose'],
    ['an umlaut', 'Jörg', 'Jorg'],
    ['ß and ss', 'Weiß', 'Weiss'],
    ['a skin tone', '👍', '👍🏽'],
    ['a space', 'AdaKing', 'Ada King'],
    ['Cyrillic names', 'Анна', 'Инна'],
    ['names of another script', '山田', '山本'],
  ])('%s: two people', (_, name, other) => {
    expect(lookAlike(name, other)).toBe(false);
  });
});
