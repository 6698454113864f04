/*
 * Which characters a name may have. Two names that look the same must not differ, so nothing invisible is allowed, except
 * where it changes what is seen: joiners between letters that need them, and the inside of emoji.
 */

/** Control, format, private and unassigned-for-good characters, lone surrogates, and line or paragraph separators. */
const forbidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Invisible letters: all that Unicode calls ignorable, and those that only have no ink, such as the empty Braille cell. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{13441}\u{13442}\u{16FE4}\u{1D159}]/u;

/** A mark without a letter, or one twice on the same letter, where the second is not seen. */
const misplacedMark = /(?:^|\s)\p{M}|(\p{Mn})\1/u;

/** More marks on one letter than any writing system needs (UTS 39, 5.4): they cover the lines above and below. */
const markFlood = /[\p{Mn}\p{Me}]{5}/u;

const pictograph = String.raw`\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\uFE0E\uFE0F])?`;
const regionTags = ['gbeng', 'gbsct', 'gbwls'].map(asTags).join('|');
/** Emoji with invisible parts (UTS 51): variations, skin tones, joined emoji, keycaps, and the flags made of tags. */
const emoji = new RegExp(
  String.raw`\u{1F3F4}(?:${regionTags})\u{E007F}|[0-9#*]\uFE0F\u20E3|${pictograph}(?:\u200D${pictograph})*`,
  'gu',
);

function asTags(letters: string): string {
  return [...letters].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('');
}

/** Viramas, which join the consonants around them: the characters of combining class 9. */
const viramas =
  '\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u0E3A\u0EBA\u0F84\u1039\u103A\u1714\u1715' +
  '\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3\u2D7F\uA806\uA82C\uA8C4\uA953\uA9C0\uAAF6\uABED\u{10A3F}\u{11046}' +
  '\u{11070}\u{1107F}\u{110B9}\u{11133}\u{11134}\u{111C0}\u{11235}\u{112EA}\u{1134D}\u{11442}\u{114C2}\u{115BF}\u{1163F}' +
  '\u{116B6}\u{1172B}\u{11839}\u{1193D}\u{1193E}\u{119E0}\u{11A34}\u{11A47}\u{11A99}\u{11C3F}\u{11D44}\u{11D45}\u{11D97}';
const afterVirama = new RegExp(String.raw`\p{L}\p{M}*[${viramas}]\p{M}*$`, 'u');
const beforeVirama = new RegExp(`^[${viramas}]`, 'u');

/** Arabic letters that join the next one (Joining_Type D or C), as a non-joiner can prevent. */
const joinsNext =
  /[\u0620\u0626\u0628\u062A-\u062E\u0633-\u0647\u0649\u064A\u066E\u066F\u0678-\u0687\u069A-\u06BF\u06C1\u06C2\u06CC\u06CE\u06D0\u06D1\u06FA-\u06FC\u06FF\u0750-\u0758\u075C-\u076A\u076D-\u0770\u0772\u0775-\u0777\u077A-\u077F\u08A0-\u08A9\u08AF\u08B0\u08B3-\u08B8\u08BA-\u08C8]\p{Mn}*$/u;
/** All Arabic letters but the hamza join the one before. */
const joinsPrevious = /^\p{Mn}*(?![\u0621\u0674])(?=\p{L})\p{Script=Arabic}/u;

/** Whether a name has only characters that are seen, each where it belongs. */
export function hasNameCharacters(text: string): boolean {
  const name = text.normalize('NFC').trim();
  const decomposed = name.normalize('NFD');
  if (misplacedMark.test(decomposed) || markFlood.test(decomposed)) return false;
  // Emoji count as one visible character each from here on.
  const rest = withoutNeededJoiners(name.replaceAll(emoji, '\u{1F600}'));
  return !forbidden.test(rest) && !invisible.test(rest);
}

/** Removes the joiners that change how the letters around them look (RFC 5892, appendix A; UTS 39, 3.1.1). */
function withoutNeededJoiners(name: string): string {
  return name.replaceAll(/[\u200C\u200D]/gu, (joiner: string, at: number) => {
    const [before, after] = [name.slice(0, at), name.slice(at + 1)];
    const isNeeded = joiner === '\u200D' ? needsJoiner(before, after) : needsNonJoiner(before, after);
    return isNeeded ? '' : joiner;
  });
}

function needsJoiner(before: string, after: string): boolean {
  if (afterVirama.test(before)) return !/^\p{M}/u.test(after);
  // Bengali, Kannada and Sinhala also have it before the virama, as in "র‍্যাব".
  return /\p{Lo}$/u.test(before) && beforeVirama.test(after);
}

function needsNonJoiner(before: string, after: string): boolean {
  if (afterVirama.test(before)) return /^\p{L}/u.test(after);
  return joinsNext.test(before) && joinsPrevious.test(after);
}
