import { expect, test } from 'vitest';
import { formatDuration, spokenDuration } from './duration.ts';

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
