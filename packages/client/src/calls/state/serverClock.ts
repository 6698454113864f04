import type { ServerClock } from './callsState.ts';

/** Clocks drift and may be set: after this long, a newer estimate replaces a better but older one. */
const clockTtlMs = 600_000;

/**
 * A server time in a response, with the times of the request and the response on this machine's clock in ms.
 */
interface ClockSample {
  readonly serverTime: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Uses the time of a hello if it is a better estimate. Its error is at most half its round trip. */
export function measureClock(clock: ServerClock | null, sample: ClockSample): ServerClock {
  const next = clockBy(sample);
  const isBetter = clock === null || next.roundTripMs <= clock.roundTripMs;
  return isBetter || next.takenAt - clock.takenAt >= clockTtlMs ? next : clock;
}

/**
 * Uses the time stamp in a response if it is a better estimate. A repeated request gets the stamp of the
 * first one, from before it was sent; such a stamp contradicts the hello and is ignored.
 */
export function refineServerClock(clock: ServerClock | null, sample: ClockSample): ServerClock | null {
  if (clock === null) return null;
  const next = clockBy(sample);
  const toleranceMs = (clock.roundTripMs + next.roundTripMs) / 2 + 1;
  const isBetter = next.roundTripMs < clock.roundTripMs;
  return isBetter && Math.abs(next.offsetMs - clock.offsetMs) <= toleranceMs ? next : clock;
}

function clockBy({ serverTime, sentAt, receivedAt }: ClockSample): ServerClock {
  const roundTripMs = receivedAt - sentAt;
  return { offsetMs: Math.round(serverTime - (sentAt + roundTripMs / 2)), roundTripMs, takenAt: receivedAt };
}

/** Converts a server time to this machine's clock, in ms. */
export function toLocal(clock: ServerClock | null, serverMs: number): number {
  return serverMs - (clock?.offsetMs ?? 0);
}
