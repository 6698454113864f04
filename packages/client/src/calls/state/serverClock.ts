import type { ServerClock } from './callsState.ts';

/** Clocks drift: after this long, a newer estimate replaces a better but older one. */
const clockTtlMs = 600_000;

/**
 * A server time in a response, with the times of the request and the response on this machine's clock in ms.
 */
interface ClockSample {
  readonly serverTime: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/**
 * Uses the server's own time if it is a better estimate, or proves the old one wrong: one of the two clocks was set, or stood
 * still. The error of an estimate is at most half its round trip.
 */
export function measuredClock(clock: ServerClock | null, sample: ClockSample): ServerClock {
  const next = clockBy(sample);
  if (clock === null || !agree(clock, next)) return next;
  return next.roundTripMs <= clock.roundTripMs || next.takenAt - clock.takenAt >= clockTtlMs ? next : clock;
}

/**
 * Uses the time stamp in a response if it is a better estimate. A repeated request gets the stamp of the
 * first one, from before it was sent; such a stamp contradicts the known time and is ignored.
 */
export function refineServerClock(clock: ServerClock | null, sample: ClockSample): ServerClock | null {
  if (clock === null) return null;
  const next = clockBy(sample);
  return next.roundTripMs < clock.roundTripMs && agree(clock, next) ? next : clock;
}

/** Whether both estimates can be right. */
function agree(a: ServerClock, b: ServerClock): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) <= (a.roundTripMs + b.roundTripMs) / 2 + 1;
}

function clockBy({ serverTime, sentAt, receivedAt }: ClockSample): ServerClock {
  const roundTripMs = receivedAt - sentAt;
  return { offsetMs: Math.round(serverTime - (sentAt + roundTripMs / 2)), roundTripMs, takenAt: receivedAt };
}

/** Converts a time on this machine's clock to server time, in ms. */
export function toServer(clock: ServerClock | null, localMs: number): number {
  return localMs + (clock?.offsetMs ?? 0);
}

/** Converts a server time to this machine's clock, in ms. */
export function toLocal(clock: ServerClock | null, serverMs: number): number {
  return serverMs - (clock?.offsetMs ?? 0);
}
