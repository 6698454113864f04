import { expect, test } from 'vitest';
import { readQuality, type QualityStats } from './qualityStats.ts';

function report(...stats: readonly QualityStats[]): ReadonlyMap<string, QualityStats> {
  return new Map(stats.map((each) => [each.id, each] as const));
}

const pair = [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  {
    id: 'P',
    type: 'candidate-pair',
    currentRoundTripTime: 0.12,
    totalRoundTripTime: 1.5,
    responsesReceived: 12,
    availableOutgoingBitrate: 900_000,
  },
];

test('reads both directions of a video call in Chromium', () => {
  const voice = { packetsReceived: 100, packetsLost: 4, bytesReceived: 9_000, jitter: 0.006, codecId: 'C' };
  const samples = { totalSamplesReceived: 48_000, concealedSamples: 900, silentConcealedSamples: 400 };
  const film = { packetsReceived: 50, framesReceived: 41, framesDecoded: 40 };
  expect(
    readQuality(
      report(
        ...pair,
        { id: 'A', type: 'inbound-rtp', kind: 'audio', mid: '0', ...voice, ...samples },
        { id: 'V', type: 'inbound-rtp', kind: 'video', mid: '1', ...film, codecId: 'D' },
        {
          id: 'O',
          type: 'outbound-rtp',
          kind: 'video',
          mid: '1',
          bytesSent: 5_000,
          framesEncoded: 38,
          mediaSourceId: 'M',
          qualityLimitationReason: 'bandwidth',
        },
        { id: 'M', type: 'media-source', kind: 'video', frames: 40 },
        { id: 'C', type: 'codec', mimeType: 'audio/opus' },
        { id: 'D', type: 'codec', mimeType: 'video/VP8' },
      ),
      7,
    ),
  ).toEqual({
    at: 7,
    packets: 150,
    lostPackets: 4,
    bytesIn: 9_000,
    bytesOut: 5_000,
    samples: 48_000,
    concealedSamples: 500,
    arrivedFrames: 41,
    decodedFrames: 40,
    capturedFrames: 40,
    encodedFrames: 38,
    jitterMs: 6,
    roundTripMs: 120,
    roundTrips: { totalMs: 1_500, count: 12 },
    availableKbps: 900,
    limitedBy: 'bandwidth',
    codecs: { audio: 'opus', video: 'VP8' },
  });
});

test('a shared screen, which may stand still, is not taken for the camera', () => {
  const counters = readQuality(
    report(
      { id: 'S', type: 'inbound-rtp', kind: 'video', mid: '2', framesReceived: 9, framesDecoded: 9 },
      {
        id: 'O',
        type: 'outbound-rtp',
        kind: 'video',
        mid: '4',
        framesEncoded: 5,
        qualityLimitationReason: 'cpu',
      },
    ),
    0,
  );
  expect(counters).toMatchObject({ arrivedFrames: 0, decodedFrames: 0, limitedBy: 'none' });
  expect(counters.encodedFrames).toBeUndefined();
});

test('an unknown reason is another one, and an empty report counts nothing', () => {
  const odd = { id: 'O', type: 'outbound-rtp', kind: 'video', qualityLimitationReason: 'heat' };
  expect(readQuality(report(odd), 0).limitedBy).toBe('other');
  expect(readQuality(report(), 3)).toMatchObject({ at: 3, packets: 0, limitedBy: 'none', codecs: {} });
});
