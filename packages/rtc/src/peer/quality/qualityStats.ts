import {
  limitReasons,
  type Codecs,
  type LimitReason,
  type QualityCounters,
} from '../../machine/quality/counters.ts';
import { selectedPair, type Stats, type StatsReport } from '../counters/stats.ts';
import { sections } from '../sections/sections.ts';

/** The used fields of a stats report that tell of quality; all others see `Stats`. */
export interface QualityStats extends Stats {
  /** Of its media section. */
  readonly mid?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly jitter?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  /** Pauses that the other side made on purpose. */
  readonly silentConcealedSamples?: number;
  readonly framesReceived?: number;
  readonly framesEncoded?: number;
  readonly mediaSourceId?: string;
  /** Of a camera: all pictures since it was opened. */
  readonly frames?: number;
  readonly qualityLimitationReason?: string;
  readonly currentRoundTripTime?: number;
  readonly totalRoundTripTime?: number;
  readonly responsesReceived?: number;
  readonly availableOutgoingBitrate?: number;
}

/** Browsers name sections by their place in the offer. */
const cameraMid = String(sections.findIndex(({ carries }) => carries === 'video'));

/** Reads what tells of a link's quality from a browser's report. `at`: when it was counted. */
export function readQuality(report: ReadonlyMap<string, QualityStats>, at: number): QualityCounters {
  const all = [...report.values()];
  const inbound = all.filter(({ type }) => type === 'inbound-rtp');
  const outbound = all.filter(({ type }) => type === 'outbound-rtp');
  const voice = inbound.find(({ kind }) => kind === 'audio');
  const picture = inbound.find(isCamera);
  const camera = outbound.find(isCamera);
  const pair = selectedPair(report, all);
  const own = pair === undefined ? undefined : asQuality(report, pair.id);
  return {
    at,
    packets: sum(inbound, ({ packetsReceived }) => packetsReceived),
    lostPackets: sum(inbound, ({ packetsLost }) => packetsLost),
    bytesIn: sum(inbound, ({ bytesReceived }) => bytesReceived),
    bytesOut: sum(outbound, ({ bytesSent }) => bytesSent),
    samples: voice?.totalSamplesReceived ?? 0,
    concealedSamples: Math.max(0, (voice?.concealedSamples ?? 0) - (voice?.silentConcealedSamples ?? 0)),
    arrivedFrames: picture?.framesReceived ?? picture?.framesDecoded ?? 0,
    decodedFrames: picture?.framesDecoded ?? 0,
    jitterMs: (voice?.jitter ?? 0) * 1000,
    codecs: codecsOf(report, voice, picture),
    ...cameraCounters(report, camera),
    ...pairCounters(own),
  };
}

function isCamera({ kind, mid }: QualityStats): boolean {
  return kind === 'video' && (mid === undefined || mid === cameraMid);
}

function sum(all: readonly QualityStats[], of: (stats: QualityStats) => number | undefined): number {
  return all.reduce((total, stats) => total + (of(stats) ?? 0), 0);
}

function asQuality(
  report: ReadonlyMap<string, QualityStats>,
  id: string | undefined,
): QualityStats | undefined {
  return id === undefined ? undefined : report.get(id);
}

function cameraCounters(
  report: ReadonlyMap<string, QualityStats>,
  camera: QualityStats | undefined,
): Pick<QualityCounters, 'limitedBy' | 'capturedFrames' | 'encodedFrames'> {
  const captured = asQuality(report, camera?.mediaSourceId)?.frames;
  return {
    limitedBy: limitReasonOf(camera?.qualityLimitationReason),
    ...(captured !== undefined && { capturedFrames: captured }),
    ...(camera?.framesEncoded !== undefined && { encodedFrames: camera.framesEncoded }),
  };
}

function limitReasonOf(reason: string | undefined): LimitReason {
  if (reason === undefined) return 'none';
  return limitReasons.find((each) => each === reason) ?? 'other';
}

function pairCounters(
  pair: QualityStats | undefined,
): Pick<QualityCounters, 'roundTripMs' | 'roundTrips' | 'availableKbps'> {
  const { currentRoundTripTime, availableOutgoingBitrate, totalRoundTripTime, responsesReceived } =
    pair ?? {};
  return {
    ...(currentRoundTripTime !== undefined && { roundTripMs: currentRoundTripTime * 1000 }),
    ...(totalRoundTripTime !== undefined &&
      responsesReceived !== undefined && {
        roundTrips: { totalMs: totalRoundTripTime * 1000, count: responsesReceived },
      }),
    ...(availableOutgoingBitrate !== undefined && { availableKbps: availableOutgoingBitrate / 1000 }),
  };
}

function codecsOf(
  report: StatsReport,
  voice: QualityStats | undefined,
  picture: QualityStats | undefined,
): Codecs {
  const audio = codecName(report, voice);
  const video = codecName(report, picture);
  return { ...(audio !== undefined && { audio }), ...(video !== undefined && { video }) };
}

function codecName(
  report: ReadonlyMap<string, QualityStats>,
  stats: QualityStats | undefined,
): string | undefined {
  return asQuality(report, stats?.codecId)?.mimeType?.split('/')[1];
}
