import { expect, test } from 'vitest';
import { ownerOf } from './pushServices.ts';

test.each([
  ['a.b.evil.example', 'evil.example'],
  ['localhost', 'localhost'],
  ['192.0.2.7', '192.0.2.7'],
  ['[2001:db8:1:2:3::9]', '2001:db8:1:2'],
])('the owner of %s is %s, however many names or addresses it has', (host, owner) => {
  expect(ownerOf(host)).toBe(owner);
});
