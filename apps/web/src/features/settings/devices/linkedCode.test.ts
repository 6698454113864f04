import { expect, test } from 'vitest';
import { codeInAddress, codeInFragment } from './linkedCode.ts';

const origin = 'https://calls.example';

test('the address of a QR code holds the code', () => {
  expect(codeInAddress(`${origin}/settings#link=K7QF2M9XTB4D`, origin)).toBe('K7QF2M9XTB4D');
});

test.each(['https://evil.example/settings#link=K7QF2M9XTB4D', 'K7QF2M9XTB4D', 'mailto:a', ''])(
  'a QR code that is not from this server, %j, holds none',
  (address) => expect(codeInAddress(address, origin)).toBeUndefined(),
);

test.each(['', '#', '#link=', '#link=<b>', '#other=K7QF2M9XTB4D'])('the fragment %j holds none', (hash) => {
  expect(codeInFragment(hash)).toBeUndefined();
});
