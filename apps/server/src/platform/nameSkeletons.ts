import lookAlikes from 'unhomoglyph/data.json' with { type: 'json' };

/*
 * The data is confusables.txt of Unicode's UTS 39, as a table from each character to the one it looks like. ASCII stands
 * for itself only: in that table "I", "1" and "|" look like "l", "0" like "O" and "m" like "rn", so that "Al" and "AI"
 * could not both be people.
 */

const prototypes: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes)
    .filter(([character]) => !isAscii(character))
    // What looks like "m" does so by way of "rn" in the table.
    .map(([character, prototype]) => [character, prototype === 'rn' ? 'm' : prototype]),
);

/**
 * The skeletons (UTS 39) of a name: two names look alike if they have one in common. Names of ASCII have one; others have
 * several, because capitals look like other letters than their lower case does ("Т" like "T", "т" not like "t"), and a
 * bare stroke like both "I" and "l".
 */
export function nameSkeletons(name: string): readonly string[] {
  const plain = compatible(name);
  return [
    ...new Set([
      skeleton(compatible(plain.toLowerCase()), prototypeOf),
      skeleton(plain, prototypeOf),
      skeleton(plain, (character) => (isCapitalStroke(character) ? 'i' : prototypeOf(character))),
    ]),
  ];
}

/** Without what is not seen: joiners and variation selectors. */
function compatible(name: string): string {
  return name.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
}

function skeleton(name: string, lookOf: (character: string) => string): string {
  return Array.from(name.normalize('NFD'), lookOf).join('').toLowerCase().normalize('NFC');
}

function prototypeOf(character: string): string {
  return prototypes.get(character) ?? character;
}

/** A capital letter that the table gives the look of "l", such as the Greek Iota. */
function isCapitalStroke(character: string): boolean {
  return /\p{Lu}/u.test(character) && prototypes.get(character) === 'l';
}

function isAscii(character: string): boolean {
  return /^\p{ASCII}+$/u.test(character);
}
