import { randomInt } from 'node:crypto';
import { secretHash } from '../../platform/secrets.ts';

/** Crockford's base32: no letter looks like a digit. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 4;
const lettersPerGroup = 4;
const codesAtOnce = 10;

/** Makes recovery codes like `k7f2-9qmx-4tzp-81vc`: 80 random bits each, so that a plain hash of them is safe. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: codesAtOnce }, () =>
    Array.from({ length: groups }, () =>
      Array.from({ length: lettersPerGroup }, () => letters[randomInt(letters.length)]).join(''),
    ).join('-'),
  );
}

/** The hash under which a code is stored, however people copied it: in capitals, without hyphens, with O for 0. */
export function recoveryCodeHash(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretHash(plain.replaceAll('o', '0').replaceAll(/[il]/g, '1'));
}
