import * as v from 'valibot';

/** Bounds of a password, in characters as people count them. Longer ones cost time to hash, and make no one safer. */
export const passwordBounds = { least: 10, most: 256 } as const;

/** The worst of the passwords that are long enough, from lists of leaked ones; letters in lower case. */
const worst = new Set([
  '1234567890',
  '0123456789',
  '0987654321',
  '9876543210',
  '1234567891',
  '12345678910',
  '123456789a',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qwertyuiop',
  'qwerty1234',
  'qwerty12345',
  'qwerty123456',
  'q1w2e3r4t5',
  'asdfghjkl1',
  'abcdefghij',
  'abcd123456',
  'password12',
  'password123',
  'password1234',
  'passwordpassword',
  'mypassword',
  'changeme123',
  'letmein123',
  'welcome123',
  'iloveyou12',
  'iloveyou123',
  'adminadmin',
  'admin12345',
  'administrator',
  'ringbackringback',
  'ringback123',
]);

/** A password as someone types it to sign in. Composed and decomposed letters are the same password on every keyboard. */
export const Password = v.pipe(
  v.string(),
  v.maxLength(1_024),
  v.transform((text) => text.normalize('NFKC')),
);

/** A password that someone chooses. */
export const NewPassword = v.pipe(
  Password,
  v.check(
    (text) => [...text].length >= passwordBounds.least,
    `Use at least ${passwordBounds.least} characters.`,
  ),
  v.check(
    (text) => [...text].length <= passwordBounds.most,
    `Use at most ${passwordBounds.most} characters.`,
  ),
  v.check((text) => !isGuessedFirst(text), 'This password is too easy to guess. Choose another one.'),
);

/** One of the worst, or a single character or pair again and again. */
function isGuessedFirst(text: string): boolean {
  return worst.has(text.toLowerCase()) || /^(.{1,2}?)\1+.?$/su.test(text);
}
