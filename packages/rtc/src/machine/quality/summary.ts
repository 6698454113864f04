import * as v from 'valibot';
import { limitReasons } from './counters.ts';

/** Far more than anything measures, so that no sum overflows and no message grows. */
const maxMs = 60_000;
const maxKbps = 1_000_000;
const maxFps = 1_000;

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(maxMs));
const Kbps = v.pipe(v.number(), v.minValue(0), v.maxValue(maxKbps));
const Fps = v.pipe(v.number(), v.minValue(0), v.maxValue(maxFps));

/** A device's own way to the server: how long an answer takes, and the share of answers that came late or never. */
export const Leg = v.object({ ms: Milliseconds, late: Share });
export type Leg = v.InferOutput<typeof Leg>;

/**
 * What one device measured of a call in the last seconds. Both devices tell each other theirs once a second, so that both
 * judge by the same numbers. A newer page may add fields; those here stay.
 */
export const QualitySummary = v.object({
  /** The share of packets to this device that got lost, in the last seconds and over twice as long. */
  loss: Share,
  longLoss: Share,
  jitterMs: Milliseconds,
  concealment: Share,
  roundTripMs: v.exactOptional(Milliseconds),
  kbpsIn: Kbps,
  kbpsOut: Kbps,
  /** Of the other side's camera, while it is said to be on. */
  picture: v.exactOptional(v.object({ arrivedFps: Fps, decodedFps: Fps })),
  /** Of the own camera, while it is sent. */
  camera: v.exactOptional(
    v.object({
      capturedFps: v.exactOptional(Fps),
      encodedFps: v.exactOptional(Fps),
      limitedBy: v.fallback(v.picklist(limitReasons), 'other'),
      availableKbps: v.exactOptional(Kbps),
    }),
  ),
  leg: v.exactOptional(Leg),
  /** This device is too slow for the call. */
  isBusy: v.boolean(),
});
export type QualitySummary = v.InferOutput<typeof QualitySummary>;

/** Rounds and bounds a summary, so that it fits what the other device accepts. */
export function boundedSummary(summary: QualitySummary): QualitySummary {
  const { roundTripMs, picture, camera, leg } = summary;
  return {
    loss: share(summary.loss),
    longLoss: share(summary.longLoss),
    concealment: share(summary.concealment),
    jitterMs: within(summary.jitterMs, maxMs),
    kbpsIn: within(summary.kbpsIn, maxKbps),
    kbpsOut: within(summary.kbpsOut, maxKbps),
    isBusy: summary.isBusy,
    ...(roundTripMs !== undefined && { roundTripMs: within(roundTripMs, maxMs) }),
    ...(picture !== undefined && {
      picture: {
        arrivedFps: within(picture.arrivedFps, maxFps),
        decodedFps: within(picture.decodedFps, maxFps),
      },
    }),
    ...(camera !== undefined && { camera: boundedCamera(camera) }),
    ...(leg !== undefined && { leg: { ms: within(leg.ms, maxMs), late: share(leg.late) } }),
  };
}

function boundedCamera({
  capturedFps,
  encodedFps,
  limitedBy,
  availableKbps,
}: NonNullable<QualitySummary['camera']>): NonNullable<QualitySummary['camera']> {
  return {
    limitedBy,
    ...(capturedFps !== undefined && { capturedFps: within(capturedFps, maxFps) }),
    ...(encodedFps !== undefined && { encodedFps: within(encodedFps, maxFps) }),
    ...(availableKbps !== undefined && { availableKbps: within(availableKbps, maxKbps) }),
  };
}

function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value || 0)) * 1000) / 1000;
}

function within(value: number, max: number): number {
  return Math.round(Math.min(max, Math.max(0, value || 0)) * 10) / 10;
}
