import { found, good, type Finding, type Measures } from './finding.ts';

/** What a loop inside the page counted. */
export interface LoopSamples {
  readonly sent: number;
  /** Of these, how many came to the other end. */
  readonly received: number;
  /** How long each packet that came back took there and back, in ms, in the order of sending. */
  readonly echoMs: readonly number[];
  /** The bytes that came through while the loop was filled, and how long that was. */
  readonly filledBytes: number;
  readonly filledMs: number;
}

/** The measures of a loop. `legs`: how often each packet travels between here and the relay on its way there and back. */
export function loopMeasures(samples: LoopSamples, legs: 1 | 2): Measures {
  const { sent, received, echoMs, filledBytes, filledMs } = samples;
  return {
    roundTripMs: Math.round(median(echoMs) / legs),
    jitterMs: Math.round(meanStep(echoMs) / 2),
    lossPercent: sent === 0 ? 100 : Math.round((1000 * (sent - Math.min(received, sent))) / sent) / 10,
    kbps: filledMs === 0 ? 0 : Math.round((8 * filledBytes) / filledMs),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function meanStep(values: readonly number[]): number {
  const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  return steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

/** From here on, people notice; and from there, talking is hard. The same as for the quality of calls. */
const fair = { roundTripMs: 300, lossPercent: 5, jitterMs: 50 };
const poor = { roundTripMs: 500, lossPercent: 10, jitterMs: 120 };
/** Below this a picture in a call is small or off. */
const videoKbps = 400;
/** A page that needs this long to send packets to itself has no time for a call. */
const pageSlowMs = 100;

/** Judges the loop over the relay, or why there is none. `page`: the loop inside the page. */
export function judgeLoops(
  page: Measures | undefined,
  relayed: Measures | undefined,
  hasRelay: boolean,
): Finding {
  if (page !== undefined && (page.roundTripMs ?? 0) >= pageSlowMs) return found('pageSlow', page);
  if (relayed !== undefined) return judgeRelayed(relayed);
  return hasRelay ? found('loopFailed') : found('loopUnmeasured', page);
}

function judgeRelayed(measures: Measures): Finding {
  if (exceeds(measures, poor)) return found('loopPoor', measures);
  if (exceeds(measures, fair)) return found('loopFair', measures);
  return (measures.kbps ?? 0) < videoKbps ? found('loopNarrow', measures) : good(measures);
}

function exceeds({ roundTripMs = 0, lossPercent = 0, jitterMs = 0 }: Measures, limits: typeof fair): boolean {
  return (
    roundTripMs >= limits.roundTripMs || lossPercent >= limits.lossPercent || jitterMs >= limits.jitterMs
  );
}
