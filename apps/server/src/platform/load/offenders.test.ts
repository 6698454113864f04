import { expect, test } from 'vitest';
import { Offenders } from './offenders.ts';

test('an address whose connections are cut again and again waits a second between attempts; others do not', () => {
  let now = 0;
  const offenders = new Offenders(() => now);
  for (let n = 0; n < 19; n += 1) offenders.add('192.0.2.1');
  expect(offenders.has('192.0.2.1')).toBe(false);
  offenders.add('192.0.2.1');
  expect([offenders.has('192.0.2.1'), offenders.has('192.0.2.2')]).toEqual([true, false]);
  now = 1_000;
  expect(offenders.has('192.0.2.1')).toBe(false);
  offenders.add('192.0.2.1');
  expect(offenders.has('192.0.2.1')).toBe(true);
});
