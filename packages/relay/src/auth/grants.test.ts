import { expect, test } from 'vitest';
import { Grants } from './grants.ts';

test('a name belongs to the first group that it was issued for, until it expires', () => {
  const grants = new Grants();
  grants.add('100:ada', 'call');
  grants.add('100:ada', 'another');
  grants.add('200:ada', 'call');
  grants.add('no user name', 'call');
  expect(['100:ada', '200:ada', 'no user name'].map((name) => grants.groupOf(name))).toEqual([
    'call',
    'call',
    undefined,
  ]);
  grants.end('call');
  expect(['100:ada', '200:ada', '100:grace'].map((name) => grants.isEnded(name))).toEqual([
    true,
    true,
    false,
  ]);
  grants.sweep(100);
  expect(grants.size).toBe(1);
  expect(grants.isEnded('200:ada')).toBe(true);
  grants.add('300:ada', 'call');
  expect(grants.isEnded('300:ada')).toBe(false);
});
