import type { QualityLook } from '@ringback/client';
import { expect, test } from 'vitest';
import { chartMs, chartPath, chartTop, recentLooks } from './chartPath.ts';

function look(at: number, roundTripMs?: number): QualityLook {
  const mine = { loss: 0, longLoss: 0, jitterMs: 0, concealment: 0, kbpsIn: 0, kbpsOut: 0, isBusy: false };
  return {
    at,
    mine: { ...mine, ...(roundTripMs !== undefined && { roundTripMs }) },
    shown: { grade: 'good' },
    codecs: {},
  };
}

const roundTrip = ({ mine }: QualityLook): number | undefined => mine.roundTripMs;

test('the newest value is at the right edge, and the highest at the top', () => {
  const looks = [look(0, 0), look(chartMs / 2, 100), look(chartMs, 50)];
  expect(chartPath(looks, roundTrip, 100)).toBe('M0.0 48.0L120.0 0.0L240.0 24.0');
});

test('a value that is missing interrupts the line', () => {
  const looks = [look(0, 0), look(chartMs / 2), look(chartMs, 100)];
  expect(chartPath(looks, roundTrip, 100)).toBe('M0.0 48.0M240.0 0.0');
});

test('what is older than the chart is left out', () => {
  expect(recentLooks([look(0), look(1_000), look(chartMs + 500)])).toHaveLength(2);
  expect(recentLooks([])).toEqual([]);
});

test('small values stay small', () => {
  expect(chartTop([look(0, 4)], { incoming: roundTrip }, 100)).toBe(100);
  expect(chartTop([look(0, 400)], { incoming: roundTrip }, 100)).toBe(400);
});
