/** How a person is drawn who has chosen no picture. Angles in degrees, places in percent of the picture's side. */
export interface Identity {
  /** On the color circle; the colors themselves are made of it in style sheets. */
  readonly hue: number;
  /** The hue of the glow at the rim: near enough to go with the other, far enough to be seen. */
  readonly glow: number;
  /** Where the glow is, and the center of the rings. */
  readonly x: number;
  readonly y: number;
  /** One or two letters. */
  readonly initials: string;
}

/**
 * Hues far enough apart to be told from each other, without yellow, which is mud where white letters can be read on it,
 * and the green that means answer.
 */
const hues = [18, 42, 62, 178, 198, 218, 240, 262, 285, 308, 332, 354] as const;
const glows = [-64, -44, 44, 64] as const;
/** So many places around the rim. */
const places = 16;

/** The same person looks the same on every screen and every machine: all but the letters is taken from the id. */
export function identityOf(person: { readonly id: string; readonly name: string }): Identity {
  const number = hash(person.id);
  const hue = hues[number % hues.length] ?? hues[0];
  const apart = glows[(number >>> 8) % glows.length] ?? glows[0];
  const angle = ((number >>> 16) % places) * ((2 * Math.PI) / places);
  return {
    hue,
    glow: (hue + apart + 360) % 360,
    x: Math.round(50 + 46 * Math.sin(angle)),
    y: Math.round(50 - 46 * Math.cos(angle)),
    initials: initialsOf(person.name),
  };
}

/** FNV-1a, 32 bits, stirred once more as MurmurHash 3 ends: ids that differ in one digit then differ in all that is taken of it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
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
