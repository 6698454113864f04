import * as v from 'valibot';

/** Conditions for every packet between two sites, in both directions. */
export const Conditions = v.object({
  /** One way. The time there and back is twice as much. */
  delayMs: v.pipe(v.number(), v.minValue(0), v.maxValue(5_000)),
  /** Each packet takes up to so much longer, whatever the one before it took, so that some overtake others. */
  jitterMs: v.pipe(v.number(), v.minValue(0), v.maxValue(5_000)),
  /** The share that is lost, from 0 to 1. */
  loss: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type Conditions = v.InferOutput<typeof Conditions>;

/** Nothing is lost, and all arrives at once. */
export const perfect: Conditions = { delayMs: 0, jitterMs: 0, loss: 0 };

/**
 * Decides the delay of the next packet.
 *
 * @param random returns a new number from 0 to 1 with each call
 * @returns how many ms it takes, or `lost`
 */
export function fate({ delayMs, jitterMs, loss }: Conditions, random: () => number): number | 'lost' {
  if (loss > 0 && random() < loss) return 'lost';
  return jitterMs > 0 ? delayMs + jitterMs * random() : delayMs;
}
