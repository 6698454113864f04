/** How a person is drawn where there is no picture of them. */
export interface Identity {
  /** Degrees on the color circle; the colors themselves are made of it in style sheets. */
  readonly hue: number;
  /** One or two letters. */
  readonly initials: string;
}

/**
 * Hues far enough apart to be told from each other, without yellow, which is mud where white letters can be read on it,
 * and the green that means answer.
 */
const hues = [18, 42, 62, 178, 198, 218, 240, 262, 285, 308, 332, 354] as const;

/** The same person looks the same on every screen and every machine: all is taken from the id and the name. */
export function identityOf(person: { readonly id: string; readonly name: string }): Identity {
  return { hue: hues[hash(person.id) % hues.length] ?? hues[0], initials: initialsOf(person.name) };
}

/** FNV-1a, 32 bits: spreads ids that differ in one digit over all hues. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** The first letters of the first and the last word, as people see letters: an emoji or an accent stays whole. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstLetter(word ?? '')).join('');
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstLetter(word: string): string {
  const [first] = letters.segment(word);
  return first?.segment.toLocaleUpperCase() ?? '';
}
