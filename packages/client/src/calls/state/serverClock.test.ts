import { describe, expect, test } from 'vitest';
import { measureClock, refineServerClock, toLocal } from './serverClock.ts';

/** The server's clock is 5,000 ms ahead; the hello took 200 ms, all of it on the way there. */
const byHello = measureClock(null, { serverTime: 6_200, sentAt: 1_000, receivedAt: 1_200 });

describe('the offset to the server’s clock', () => {
  test('a hello is wrong by half its round trip at most', () => {
    expect(byHello).toEqual({ offsetMs: 5_100, roundTripMs: 200, takenAt: 1_200 });
    expect(toLocal(byHello, 7_100)).toBe(2_000);
  });

  test('a slower hello changes nothing, until the faster one is old', () => {
    const slower = { serverTime: 9_000, sentAt: 3_000, receivedAt: 3_400 };
    expect(measureClock(byHello, slower)).toBe(byHello);
    const later = { serverTime: 706_000, sentAt: 700_000, receivedAt: 700_400 };
    expect(measureClock(byHello, later)).toMatchObject({ takenAt: 700_400 });
  });

  test('a call is taken in faster than the hello was: its stamp is the better measure', () => {
    const placed = { serverTime: 8_005, sentAt: 3_000, receivedAt: 3_010 };
    expect(refineServerClock(byHello, placed)).toEqual({ offsetMs: 5_000, roundTripMs: 10, takenAt: 3_010 });
  });

  test('a call is placed again after the connection broke: the stamp of the first time measures nothing', () => {
    const again = { serverTime: 8_005, sentAt: 5_000, receivedAt: 5_010 };
    expect(refineServerClock(byHello, again)).toBe(byHello);
  });

  test('a slower answer changes nothing, and without a hello none does', () => {
    const slower = { serverTime: 8_150, sentAt: 3_000, receivedAt: 3_300 };
    expect(refineServerClock(byHello, slower)).toBe(byHello);
    expect(refineServerClock(null, slower)).toBeNull();
  });
});
