import * as v from 'valibot';

/** Conditions for every packet between two sites, in both directions. */
export const Conditions = v.object({
  /** One way; a round trip takes twice as long. */
  delayMs: v.pipe(v.number(), v.minValue(0), v.maxValue(5_000)),
  /** The maximum additional delay of each packet, independent of the one before it, so that some overtake others. */
  jitterMs: v.pipe(v.number(), v.minValue(0), v.maxValue(5_000)),
  /** The share of lost packets, from 0 to 1. */
  loss: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type Conditions = v.InferOutput<typeof Conditions>;

/** Nothing is lost, and everything arrives at once. */
export const perfect: Conditions = { delayMs: 0, jitterMs: 0, loss: 0 };

/**
 * Decides the delay of the next packet.
 * @param random returns a new number from 0 to 1 with each call
 * @returns the delay in ms, or `lost`
 */
export function packetDelay({ delayMs, jitterMs, loss }: Conditions, random: () => number): number | 'lost' {
  if (loss > 0 && random() < loss) return 'lost';
  return jitterMs > 0 ? delayMs + jitterMs * random() : delayMs;
}
