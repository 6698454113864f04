import type { Attachment } from '../wire.ts';
import type { ServerClock } from './state.ts';

/** A clock drifts, and may be set: an old measurement gives way to a worse but newer one after this long. */
const trustForMs = 600_000;

/** Takes the measurement of a hello, if it is better than what was known. The error is half its round trip at most. */
export function measured(clock: ServerClock | null, { hello, sentAt, receivedAt }: Attachment): ServerClock {
  const roundTripMs = receivedAt - sentAt;
  const isBetter = clock === null || roundTripMs <= clock.roundTripMs;
  if (!isBetter && receivedAt - clock.takenAt < trustForMs) return clock;
  const offsetMs = Math.round(hello.serverTime - (sentAt + roundTripMs / 2));
  return { offsetMs, roundTripMs, takenAt: receivedAt };
}

/** A server time on this machine's clock, in ms. */
export function toLocal(clock: ServerClock | null, serverMs: number): number {
  return serverMs - (clock?.offsetMs ?? 0);
}

/** A time of this machine on the server's clock, in whole ms. */
export function toServer(clock: ServerClock | null, localMs: number): number {
  return Math.round(localMs + (clock?.offsetMs ?? 0));
}
