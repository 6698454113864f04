import { expect, test } from 'vitest';
import { addressWithoutName, isSameName, nameInAddress } from './asName.ts';

test.each([
  ['?as=Ada', 'Ada'],
  ['?x=1&as=Ada%20Lovelace', 'Ada Lovelace'],
  ['?as=+Ada+', 'Ada'],
  ['?as=', undefined],
  ['?as=%20', undefined],
  ['', undefined],
])('the address %s names %s', (search, name) => {
  expect(nameInAddress(search)).toBe(name);
});

test.each([
  ['/', '?as=Ada', '', '/'],
  ['/calls', '?as=Ada&x=1', '#top', '/calls?x=1#top'],
  ['/', '?x=1', '', '/?x=1'],
])('%s%s%s becomes %s', (pathname, search, hash, rest) => {
  expect(addressWithoutName({ pathname, search, hash })).toBe(rest);
});

test('a name differs from another by more than case and white space around it', () => {
  expect(isSameName('ada ', 'Ada')).toBe(true);
  expect(isSameName('Ada', 'Adah')).toBe(false);
});
