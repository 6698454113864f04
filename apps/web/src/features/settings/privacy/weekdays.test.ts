import { expect, test } from 'vitest';
import { nextMorning } from './DoNotDisturb.tsx';
import { namesText } from './ExceptPeople.tsx';
import { weekdays } from './weekdays.ts';

test('a week begins as its language has it', () => {
  expect(weekdays('en-US').map(({ short }) => short)).toEqual([
    'Sun',
    'Mon',
    'Tue',
    'Wed',
    'Thu',
    'Fri',
    'Sat',
  ]);
  expect(weekdays('de').map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('the morning after the last day of a month is that of the first', () => {
  expect(new Date(nextMorning(new Date(2026, 10, 30, 23, 59)))).toEqual(new Date(2026, 11, 1, 8));
  expect(new Date(nextMorning(new Date(2026, 11, 1, 0, 1)))).toEqual(new Date(2026, 11, 2, 8));
});

test('of many people who are left out, only a few are named', () => {
  const names = Array.from({ length: 200 }, (_, index) => `Ada ${index}`);
  expect(namesText(names.slice(0, 6))).toMatch(/^Ada 0.*Ada 5$/u);
  expect(namesText(names)).toMatch(/^Ada 0.*Ada 4.* 195 more$/u);
});
