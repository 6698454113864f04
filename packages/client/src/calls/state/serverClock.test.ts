import { describe, expect, test } from 'vitest';
import { measuredClock, refineServerClock, toLocal, toServer } from './serverClock.ts';

/** The server's clock is 5,000 ms ahead; the hello took 200 ms, all of it on the way to the server. */
const byHello = measuredClock(null, { serverTime: 6_200, sentAt: 1_000, receivedAt: 1_200 });

describe('the offset to the server’s clock', () => {
  test('a hello is wrong by at most half its round trip', () => {
    expect(byHello).toEqual({ offsetMs: 5_100, roundTripMs: 200, takenAt: 1_200 });
    expect(toLocal(byHello, 7_100)).toBe(2_000);
    expect(toServer(byHello, 2_000)).toBe(7_100);
  });

  test('a slower hello changes nothing until the faster one is old', () => {
    const slower = { serverTime: 8_350, sentAt: 3_000, receivedAt: 3_400 };
    expect(measuredClock(byHello, slower)).toBe(byHello);
    const later = { serverTime: 706_000, sentAt: 700_000, receivedAt: 700_400 };
    expect(measuredClock(byHello, later)).toMatchObject({ takenAt: 700_400 });
  });

  test('a slower answer counts at once where one of the clocks was set', () => {
    for (const stepMs of [-3_600_000, 60_000, 300_000]) {
      const after = { serverTime: 8_200 + stepMs, sentAt: 3_000, receivedAt: 3_400 };
      expect(measuredClock(byHello, after)).toMatchObject({ offsetMs: 5_000 + stepMs });
    }
  });

  test('a placement that is faster than the hello gives the better estimate', () => {
    const placed = { serverTime: 8_005, sentAt: 3_000, receivedAt: 3_010 };
    expect(refineServerClock(byHello, placed)).toEqual({ offsetMs: 5_000, roundTripMs: 10, takenAt: 3_010 });
  });

  test('a repeated placement is ignored: its time stamp is that of the first one', () => {
    const again = { serverTime: 8_005, sentAt: 5_000, receivedAt: 5_010 };
    expect(refineServerClock(byHello, again)).toBe(byHello);
  });

  test('a slower response changes nothing, and without a hello no response counts', () => {
    const slower = { serverTime: 8_150, sentAt: 3_000, receivedAt: 3_300 };
    expect(refineServerClock(byHello, slower)).toBe(byHello);
    expect(refineServerClock(null, slower)).toBeNull();
  });
});
