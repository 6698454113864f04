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
 * several, because capitals look like other letters than their lower case does ("Т" like "T", "т" not like "t"), and
 * because a bare stroke and a ring look like letters and like digits.
 */
export function nameSkeletons(name: string): readonly string[] {
  const plain = compatible(name);
  return [
    ...new Set([
      skeleton(compatible(plain.toLowerCase()), letters),
      skeleton(plain, letters),
      skeleton(plain, capitals),
      skeleton(plain, digits),
    ]),
  ];
}

/** What the shapes of the table that ASCII has several characters for are read as. */
type Reading = ReadonlyMap<string, string>;
const letters: Reading = new Map();
const capitals: Reading = new Map([['l', 'I']]);
const digits: Reading = new Map([
  ['l', '1'],
  ['O', '0'],
]);

/** Without what is not seen: joiners and variation selectors. */
function compatible(name: string): string {
  return name.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
}

function skeleton(name: string, reading: Reading): string {
  const looks = Array.from(name.normalize('NFD'), (character) => lookOf(character, reading));
  return looks.join('').toLowerCase().normalize('NFC');
}

function lookOf(character: string, reading: Reading): string {
  const prototype = prototypes.get(character);
  return prototype === undefined ? character : (reading.get(prototype) ?? prototype);
}

function isAscii(character: string): boolean {
  return /^\p{ASCII}+$/u.test(character);
}
