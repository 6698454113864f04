import { expect, test } from 'vitest';
import { isQuiet, type QuietHours } from './quietHours.ts';

const night: QuietHours = {
  on: true,
  days: [1, 2, 3, 4, 5],
  from: '22:00',
  to: '07:00',
  timeZone: 'Europe/Berlin',
};
const at = (iso: string): number => Date.parse(iso);

test.each([
  ['Monday, before they begin', '2026-11-30T21:59:59+01:00', false],
  ['Monday, as they begin', '2026-11-30T22:00:00+01:00', true],
  ['after midnight, in the hours that began on Monday', '2026-12-01T06:59:59+01:00', true],
  ['Tuesday, as they end', '2026-12-01T07:00:00+01:00', false],
  ['Saturday morning, in the hours that began on Friday', '2026-12-05T03:00:00+01:00', true],
  ['Saturday night, which is none of the days', '2026-12-05T23:00:00+01:00', false],
  ['Monday morning, as Sunday is none of the days', '2026-11-30T03:00:00+01:00', false],
])('%s', (_, time, quiet) => {
  expect(isQuiet(night, at(time))).toBe(quiet);
});

test('hours within a day', () => {
  const siesta: QuietHours = { ...night, days: [7], from: '13:00', to: '15:30', timeZone: 'America/Lima' };
  expect(isQuiet(siesta, at('2026-11-29T13:00:00-05:00'))).toBe(true);
  expect(isQuiet(siesta, at('2026-11-29T15:30:00-05:00'))).toBe(false);
  expect(isQuiet(siesta, at('2026-11-30T14:00:00-05:00'))).toBe(false);
});

test('hours from a time to the same time last a whole day', () => {
  const day: QuietHours = { ...night, days: [6], from: '08:00', to: '08:00' };
  expect(isQuiet(day, at('2026-12-05T08:00:00+01:00'))).toBe(true);
  expect(isQuiet(day, at('2026-12-06T07:59:00+01:00'))).toBe(true);
  expect(isQuiet(day, at('2026-12-06T08:00:00+01:00'))).toBe(false);
});

test('hours that are off, or on no day, are never quiet', () => {
  expect(isQuiet({ ...night, on: false }, at('2026-11-30T23:00:00+01:00'))).toBe(false);
  expect(isQuiet({ ...night, days: [] }, at('2026-11-30T23:00:00+01:00'))).toBe(false);
});

test('summer time begins in the night: they end an hour sooner', () => {
  const weekend: QuietHours = { ...night, days: [6], from: '22:00', to: '02:30' };
  // At 02:00 the clocks go to 03:00, so 02:30 never comes.
  expect(isQuiet(weekend, at('2026-03-29T00:59:59Z'))).toBe(true);
  expect(isQuiet(weekend, at('2026-03-29T01:00:00Z'))).toBe(false);
});

test('summer time ends in the night: they last an hour longer', () => {
  const weekend: QuietHours = { ...night, days: [6] };
  expect(isQuiet(weekend, at('2026-10-25T05:59:59Z'))).toBe(true);
  expect(isQuiet(weekend, at('2026-10-25T06:00:00Z'))).toBe(false);
  expect((at('2026-10-25T06:00:00Z') - at('2026-10-24T20:00:00Z')) / 3_600_000).toBe(10);
});

test('a zone whose offset is not a whole hour', () => {
  const kathmandu: QuietHours = { ...night, timeZone: 'Asia/Kathmandu' };
  expect(isQuiet(kathmandu, at('2026-11-30T16:15:00Z'))).toBe(true);
  expect(isQuiet(kathmandu, at('2026-11-30T16:14:59Z'))).toBe(false);
});
