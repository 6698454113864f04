import * as v from 'valibot';

/** A user's display name, already checked when it was chosen: 40 characters have at most 80 UTF-16 units. */
export const DisplayName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/**
 * Control, format (zero-width and bidi) and private characters, lone surrogates, and line or paragraph separators.
 * With them two different names could look the same, or a name could reverse the direction of a line.
 */
const forbidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A name as people type it: NFC, trimmed, inner white space collapsed, 1-40 characters as people count them. */
export const PersonName = v.pipe(
  v.string(),
  v.maxLength(400),
  v.check((text) => !forbidden.test(text), 'Use letters, digits and ordinary punctuation.'),
  v.transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')),
  v.check((name) => name !== '', 'Enter a name.'),
  v.check((name) => [...name].length <= 40, 'Use at most 40 characters.'),
);

/** Splits a text into the words to search by, without accents and case. */
export function searchWords(text: string): readonly string[] {
  // Upper case first: it turns "ß" into two letters, as people without that key type it.
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Whether each search word is the beginning of a word of the name. An empty list matches no name. */
export function matchesName(name: string, words: readonly string[]): boolean {
  const own = searchWords(name);
  return words.length > 0 && words.every((word) => own.some((each) => each.startsWith(word)));
}

/** The form in which names are compared: names that differ only in case are the same. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
