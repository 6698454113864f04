import * as v from 'valibot';

/**
 * Control, format (zero-width and bidi) and private characters, lone surrogates, and line or paragraph separators:
 * with them two different names could look the same, or one could turn a line of text around.
 */
const forbidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A name as people type it: NFC, trimmed, inner white space folded, 1-40 characters as people count them. */
export const PersonName = v.pipe(
  v.string(),
  v.maxLength(400),
  v.check((text) => !forbidden.test(text), 'Use letters, digits and ordinary punctuation.'),
  v.transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')),
  v.check((name) => name !== '', 'Enter a name.'),
  v.check((name) => [...name].length <= 40, 'Use at most 40 characters.'),
);

/** The words of a text as they are searched for: without accents and case. */
export function searchWords(text: string): readonly string[] {
  // Upper case first: it makes two letters of "ß", as those who have no such key type it.
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Whether each of the words begins a word of the name; none begins any. */
export function isNamedSo(name: string, words: readonly string[]): boolean {
  const own = searchWords(name);
  return words.length > 0 && words.every((word) => own.some((each) => each.startsWith(word)));
}

/** Two names that differ in case alone are one: returns what is compared and kept unique. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
