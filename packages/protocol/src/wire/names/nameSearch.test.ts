import { describe, expect, it } from 'vitest';
import { matchesName, nameWords, searchWords } from './nameSearch.ts';

describe('a search', () => {
  it.each([
    ['the beginning of a word', 'Ada Lovelace', 'lov'],
    ['several words in any order', 'Ada King Lovelace', 'love ad'],
    ['without an accent', 'Zoë', 'zoe'],
    ['with an accent that the name lacks', 'Zoe', 'zoë'],
    ['a decomposed accent', 'Zoe\u0308', 'ZOË'],
    ['ß typed as two letters', 'Straße', 'strasse'],
    ['two letters typed as ß', 'Strasse', 'straße'],
    ['a capital ẞ', 'STRAẞE', 'strasse'],
    ['a dotless ı typed with a dot', 'Işık', 'isik'],
    ['a dotted İ', 'İpek', 'ipek'],
    ['a dotless I typed without a dot', 'Irmak', 'ırmak'],
    ['ø', 'Søren Ørsted', 'orsted soren'],
    ['ł', 'Łukasz', 'lukasz'],
    ['đ', 'Đorđe', 'dorde'],
    ['æ and þ', 'Þór Æneas', 'aeneas thor'],
    ['Ё typed as Е', 'Пётр Ёлкин', 'елкин петр'],
    ['Е typed as Ё', 'Елена', 'ёлена'],
    ['a Greek final sigma', 'Νίκος', 'ΝΙΚΟΣ'],
    ['an Arabic letter of another keyboard', 'علی', 'علي'],
    ['a name with a non-joiner, without it', 'علی‌رضا', 'علیرضا'],
    ['an apostrophe typed as a curly one', "O'Brien", 'o’brien'],
    ['an apostrophe typed as a letter', 'O’Brien', 'oʼb'],
    ['an apostrophe left out', "D'Angelo", 'dangelo'],
    ['an apostrophe that the name lacks', 'Dangelo', 'd’angelo'],
    ['behind an apostrophe', "O'Brien", 'brien'],
    ['behind a hyphen', 'Jean-Luc', 'luc'],
    ['a hyphen left out', 'Jean-Luc', 'jeanluc'],
    ['a hyphen that the name lacks', 'Jean Luc', 'jean-luc'],
    ['a capital within a word', 'AdaLovelace', 'love'],
    ['another script', '山田 太郎', '太'],
    ['the end of a name without spaces', '山田太郎', '太郎'],
    ['a Korean given name', '김철수', '철수'],
    ['the middle of a Thai name', 'สมชายใจดี', 'ใจดี'],
    ['kana of half width', 'ヤマダ', 'ﾔﾏﾀﾞ'],
    ['letters of full width', 'Ada', 'ａｄａ'],
    ['an emoji', 'Ada 🚀', '🚀'],
    ['an emoji at the end of a word', 'Ada🚀', '🚀'],
    ['an emoji with another skin tone', '👍🏽 Ada', '👍'],
    ['an emoji without its variation', 'Ada ❤️', '❤'],
    ['a joined emoji', '👩‍🚀', '👩‍🚀'],
    ['a name of punctuation', '…!', '…!'],
  ])('finds %s', (_, name, typed) => {
    expect(matchesName(name, searchWords(typed))).toBe(true);
  });

  it.each([
    ['the middle of a word', 'Ada Lovelace', 'ace'],
    ['a word too many', 'Ada Lovelace', 'ada grace'],
    ['nothing', 'Ada', ''],
    ['no letters', 'Ada', '…'],
    ['a word across a space', 'Ada Lovelace', 'adal'],
    ['another vowel sign', 'की', 'का'],
    ['another kana', 'はは', 'ばば'],
  ])('does not find %s', (_, name, typed) => {
    expect(matchesName(name, searchWords(typed))).toBe(false);
  });

  it('a name is stored by no more words than it has characters', () => {
    expect(nameWords('山'.repeat(40))).toHaveLength(40);
    expect(nameWords('Ada Lovelace')).toEqual(['ada', 'lovelace']);
  });
});
