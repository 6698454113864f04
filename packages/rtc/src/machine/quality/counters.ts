/** Why a browser sends smaller or fewer pictures than its camera gives. */
export const limitReasons = ['none', 'cpu', 'bandwidth', 'other'] as const;
export type LimitReason = (typeof limitReasons)[number];

/** What the browser counts of one link that tells how well it works. Totals since the link was made, unless said otherwise. */
export interface QualityCounters {
  /** When they were counted, on this machine's monotonic clock, in ms. */
  readonly at: number;
  /** RTP packets and bytes of everything that comes in. */
  readonly packets: number;
  readonly lostPackets: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Of the voice that is played; `concealed`: made up by the browser, because packets were missing or late. */
  readonly samples: number;
  readonly concealedSamples: number;
  /** Pictures of the other side's camera. */
  readonly arrivedFrames: number;
  readonly decodedFrames: number;
  /** Pictures of the own camera; undefined where none is sent, or the browser doesn't tell. */
  readonly capturedFrames?: number;
  readonly encodedFrames?: number;
  /** By how much packets arrive earlier or later than they were sent, in ms, as of now. */
  readonly jitterMs: number;
  /** From this device to the other one and back, in ms, as of now. Browsers smooth it over many seconds. */
  readonly roundTripMs?: number;
  /** Every round trip that was measured, in ms all together, and how many. */
  readonly roundTrips?: { readonly totalMs: number; readonly count: number };
  readonly limitedBy: LimitReason;
  /** What the browser believes that it can send, as of now. */
  readonly availableKbps?: number;
  readonly codecs: Codecs;
}

/** The codecs of what comes in, as browsers name them: "opus", "VP8". */
export interface Codecs {
  readonly audio?: string;
  readonly video?: string;
}

/** What happened on a link in a stretch of time. Shares are 0 to 1, rates are per second. */
export interface QualityRates {
  readonly ms: number;
  readonly loss: number;
  readonly concealment: number;
  readonly kbpsIn: number;
  readonly kbpsOut: number;
  readonly arrivedFps: number;
  readonly decodedFps: number;
  readonly capturedFps?: number;
  readonly encodedFps?: number;
}

/** Compares the counters of the same link at two moments. */
export function ratesBetween(from: QualityCounters, to: QualityCounters): QualityRates {
  const ms = to.at - from.at;
  const perSecond = (amount: number): number => (ms <= 0 ? 0 : (amount * 1000) / ms);
  const lost = Math.max(0, to.lostPackets - from.lostPackets);
  const captured = difference(from.capturedFrames, to.capturedFrames);
  const encoded = difference(from.encodedFrames, to.encodedFrames);
  return {
    ms,
    loss: share(lost, lost + to.packets - from.packets),
    concealment: share(to.concealedSamples - from.concealedSamples, to.samples - from.samples),
    kbpsIn: perSecond((to.bytesIn - from.bytesIn) * 8) / 1000,
    kbpsOut: perSecond((to.bytesOut - from.bytesOut) * 8) / 1000,
    arrivedFps: perSecond(to.arrivedFrames - from.arrivedFrames),
    decodedFps: perSecond(to.decodedFrames - from.decodedFrames),
    ...(captured !== undefined && { capturedFps: perSecond(captured) }),
    ...(encoded !== undefined && { encodedFps: perSecond(encoded) }),
  };
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}

/** Counters of a camera start again with each track: nothing is known of the moment in between. */
function difference(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}
