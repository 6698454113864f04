import { expect, test } from 'vitest';
import { dayNumber, formatDay, formatWhen } from './formatTime.ts';

const now = new Date(2026, 2, 30, 0, 30).getTime();

function at(
  ...[month, day, hour, year = 2026]: [month: number, day: number, hour: number, year?: number]
): number {
  return new Date(year, month - 1, day, hour, 5).getTime();
}

test.each([
  [at(3, 30, 0), 'Today'],
  [at(3, 29, 23), 'Yesterday'],
  [at(3, 29, 1), 'Yesterday'],
  [at(3, 24, 12), 'Tuesday'],
  [at(3, 23, 12), 'Mon, March 23'],
  [at(12, 24, 12, 2025), 'Wed, December 24, 2025'],
  // A clock that is a little behind the server's sees calls of tomorrow.
  [at(3, 31, 0), 'Tue, March 31'],
])('%d is headed %s', (timeMs, heading) => {
  expect(formatDay(timeMs, now, 'en-US')).toBe(heading);
});

test('away from day headings the day is said unless it is today', () => {
  expect(formatWhen(at(3, 30, 12), now, 'de-DE')).toBe('12:05');
  expect(formatWhen(at(3, 29, 23), now, 'en-GB')).toBe('Yesterday, 23:05');
});

test('a day in which the clocks change is one day', () => {
  expect(dayNumber(at(3, 30, 12)) - dayNumber(at(3, 29, 12))).toBe(1);
  expect(dayNumber(at(10, 26, 12)) - dayNumber(at(10, 25, 12))).toBe(1);
});
