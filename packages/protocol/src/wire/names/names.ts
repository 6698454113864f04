import * as v from 'valibot';
import { hasNameCharacters } from './nameCharacters.ts';

/** A user's display name, already checked when it was chosen: 40 characters have at most 80 UTF-16 units. */
export const DisplayName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/** A name as people type it: NFC, trimmed, inner white space collapsed, 1-40 characters as people count them. */
export const PersonName = v.pipe(
  v.string(),
  v.maxLength(400),
  v.check(hasNameCharacters, 'Use letters, digits and ordinary punctuation.'),
  v.transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')),
  v.check((name) => name !== '', 'Enter a name.'),
  v.check((name) => [...name].length <= 40, 'Use at most 40 characters.'),
);

/**
 * The form in which names are the same name: it ignores case only. Names that merely look alike are told apart here; the
 * server refuses a new one (see `nameSkeletons` there).
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}
