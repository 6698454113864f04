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

/** Two names that differ in case alone are one: returns what is compared and kept unique. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
