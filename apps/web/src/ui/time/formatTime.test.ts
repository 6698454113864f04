import { expect, test } from 'vitest';
import { dayNumber, formatDay, formatDuration, formatWhen, spokenDuration } from './formatTime.ts';

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
  // A clock that runs behind the server's can show a call from tomorrow.
  [at(3, 31, 0), 'Tue, March 31'],
])('%d has the heading %s', (timeMs, heading) => {
  expect(formatDay(timeMs, now, 'en-US')).toBe(heading);
});

test('without day headings, the day is included unless it is today', () => {
  expect(formatWhen(at(3, 30, 12), now, 'de-DE')).toBe('12:05');
  expect(formatWhen(at(3, 29, 23), now, 'en-GB')).toBe('Yesterday, 23:05');
});

test('a day on which the clocks change counts as one day', () => {
  expect(dayNumber(at(3, 30, 12)) - dayNumber(at(3, 29, 12))).toBe(1);
  expect(dayNumber(at(10, 26, 12)) - dayNumber(at(10, 25, 12))).toBe(1);
});

test.each([
  [-5, '0:00', '0 seconds'],
  [0, '0:00', '0 seconds'],
  [999, '0:00', '0 seconds'],
  [1_000, '0:01', '1 second'],
  [7_400, '0:07', '7 seconds'],
  [60_000, '1:00', '1 minute'],
  [725_000, '12:05', '12 minutes 5 seconds'],
  [3_723_000, '1:02:03', '1 hour 2 minutes'],
  [36_000_000, '10:00:00', '10 hours'],
])('%d ms is shown as %s and spoken as %s', (durationMs, shown, spoken) => {
  expect(formatDuration(durationMs)).toBe(shown);
  expect(spokenDuration(durationMs)).toBe(spoken);
});
