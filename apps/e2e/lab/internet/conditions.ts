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

/** Conditions of one site's uplink, on top of those of the internet. */
export const UplinkConditions = v.object({
  ...Conditions.entries,
  /** What it carries away from the site, and to it, in kbit/s; 0 for as much as there is. */
  upKbps: v.pipe(v.number(), v.minValue(0)),
  downKbps: v.pipe(v.number(), v.minValue(0)),
});
export type UplinkConditions = v.InferOutput<typeof UplinkConditions>;

/** What the lab's internet is told: conditions for everything, with all uplinks perfect, or those of one site's uplink. */
export const Instruction = v.union([
  v.object({ site: v.null(), conditions: Conditions }),
  v.object({ site: v.picklist(['ada', 'grace', 'public']), conditions: UplinkConditions }),
]);
export type Instruction = v.InferOutput<typeof Instruction>;

/** A cable that costs nothing. */
export const perfectUplink: UplinkConditions = { ...perfect, upKbps: 0, downKbps: 0 };

/** One direction of an uplink: when it has sent what waits, on the clock of its caller, in ms. */
export interface Queue {
  readonly freeAt: number;
}

/** What a router keeps until it drops packets, in ms of sending: common in homes, and what makes calls lag. */
const maxQueueMs = 400;

/**
 * Puts a packet behind those that wait to be sent at this rate.
 * @returns when it has been sent, or `lost` where the queue is full
 */
export function enqueue(queue: Queue, bytes: number, kbps: number, now: number): Queue | 'lost' {
  const from = Math.max(now, queue.freeAt);
  if (from - now > maxQueueMs) return 'lost';
  return { freeAt: from + (bytes * 8) / kbps };
}

/**
 * Decides the delay of the next packet.
 * @param random returns a new number from 0 to 1 with each call
 * @returns the delay in ms, or `lost`
 */
export function packetDelay({ delayMs, jitterMs, loss }: Conditions, random: () => number): number | 'lost' {
  if (loss > 0 && random() < loss) return 'lost';
  return jitterMs > 0 ? delayMs + jitterMs * random() : delayMs;
}
