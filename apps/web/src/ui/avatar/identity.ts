import { palette, toCss, type ColorPair } from './palette.ts';

/** How to draw a person without a picture. Positions are in percent of the side. */
export interface Identity {
  readonly colors: ColorPair;
  /** Center of the glow and of the rings. */
  readonly x: number;
  readonly y: number;
  /** One or two letters. */
  readonly initials: string;
}

/** Number of positions of the glow around the rim. */
const positions = 32;

/** Everything but the initials derives from the id, so that a person looks the same on every device. */
export function identityOf(person: { readonly id: string; readonly name: string }): Identity {
  const number = hash(person.id);
  const angle = ((number >>> 16) % positions) * ((2 * Math.PI) / positions);
  return {
    colors: palette[number % palette.length] ?? palette[0],
    x: Math.round(50 + 46 * Math.sin(angle)),
    y: Math.round(50 - 46 * Math.cos(angle)),
    initials: initialsOf(person.name),
  };
}

/** The colors of a person as custom properties, for avatars and for what is tinted like them. */
export function identityStyle(person: { readonly id: string; readonly name: string }) {
  const { from, to } = identityOf(person).colors;
  return { '--from': toCss(from), '--to': toCss(to), '--hue': from.hue, '--hue-2': to.hue };
}

/** FNV-1a (32 bits) with the finalizer of MurmurHash 3, so that ids that differ in one digit differ in all derived values. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The first grapheme of the first and of the last word: an emoji or an accented letter stays whole. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => firstLetter(word ?? '')).join('');
}

function firstLetter(word: string): string {
  const letters = word.replace(/^\p{P}+/u, '');
  return firstGraphemes(letters === '' ? word : letters, 1).toLocaleUpperCase();
}

/** Absent in Firefox before 125; code points then have to do. */
const graphemes =
  typeof Intl.Segmenter === 'function'
    ? new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    : undefined;

/** The beginning of a text, at most so many characters as people count them, each whole. */
export function firstGraphemes(text: string, atMost: number): string {
  const all =
    graphemes === undefined
      ? Array.from(text)
      : Array.from(graphemes.segment(text), ({ segment }) => segment);
  return all.slice(0, atMost).join('');
}
