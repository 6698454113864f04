import type { ServerClock } from './callsState.ts';

/** A clock drifts, and may be set: an old measurement gives way to a worse but newer one after this long. */
const clockTtlMs = 600_000;

/** A server time that came with an answer, and when that was asked for and got, on this machine's clock in ms. */
interface ClockSample {
  readonly serverTime: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Takes the measurement of a hello, if it is better than what was known. The error is half its round trip at most. */
export function measureClock(clock: ServerClock | null, sample: ClockSample): ServerClock {
  const next = clockBy(sample);
  const isBetter = clock === null || next.roundTripMs <= clock.roundTripMs;
  return isBetter || next.takenAt - clock.takenAt >= clockTtlMs ? next : clock;
}

/**
 * Takes the measurement of a stamp in an acknowledgement, if it is better than what was known. A request that is made
 * again gets the stamp of the first time, from before it was sent; such a one contradicts what a hello has said.
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

/** A server time on this machine's clock, in ms. */
export function toLocal(clock: ServerClock | null, serverMs: number): number {
  return serverMs - (clock?.offsetMs ?? 0);
}
