import * as v from 'valibot';

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

/*
 * Which characters a name may have. Two names that look the same must not differ, so nothing invisible is allowed, except
 * where it changes what is seen: joiners between letters that need them, and the inside of emoji.
 */

/**
 * Control, format, private and unassigned-for-good characters, lone surrogates, line or paragraph separators, and the
 * character that stands for one that was lost.
 */
const forbidden = /[\uFFFD\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Invisible letters: all that Unicode calls ignorable, and those that only have no ink, such as the empty Braille cell. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{13441}\u{13442}\u{16FE4}\u{1D159}]/u;

/** A mark without a letter, or one twice on the same letter, where the second is not seen. */
const misplacedMark = /(?:^|\s)\p{M}|(\p{Mn})\1/u;

/** More marks on one letter than any writing system needs (UTS 39, 5.4): they cover the lines above and below. */
const markFlood = /[\p{Mn}\p{Me}]{5}/u;

const pictograph = String.raw`\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\uFE0E\uFE0F])?`;
/** Emoji with invisible parts (UTS 51): variations, skin tones, joined emoji, keycaps, and the flags of parts of Britain. */
const emoji = new RegExp(
  String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}` +
    String.raw`|[0-9#*]\uFE0F\u20E3|${pictograph}(?:\u200D${pictograph})*`,
  'gu',
);

/** Viramas (combining class 9) of the scripts in use today, which join the consonants around them. */
const viramas =
  '\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u103A\u17D2\u1A60\u1B44\u1BAA\uA806\uA8C4\uA953\uA9C0';
const afterVirama = new RegExp(String.raw`\p{L}\p{M}*[${viramas}]\p{M}*$`, 'u');
const beforeVirama = new RegExp(`^[${viramas}]`, 'u');

/** The end in an Arabic letter that joins the next one, as a non-joiner can prevent: all but those of Joining_Type R or U. */
const joinsNext =
  /(?![\u0621-\u0625\u0627\u0629\u062F-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06C0\u06C3-\u06CB\u06CD\u06CF\u06D2\u06D3\u06D5\u06EE\u06EF\u0759-\u075B\u076B\u076C\u0771\u0773\u0774\u0778\u0779\u0870-\u0882\u088E\u08AA-\u08AC\u08AE\u08B1\u08B2\u08B9])(?=\p{L})\p{Script=Arabic}\p{Mn}*$/u;
/** All Arabic letters but the hamza join the one before. */
const joinsPrevious = /^\p{Mn}*(?![\u0621\u0674])(?=\p{L})\p{Script=Arabic}/u;

/** Whether a name has only characters that are seen, each where it belongs. */
function hasNameCharacters(text: string): boolean {
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
