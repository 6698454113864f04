import { expect, it } from 'vitest';
import { countedAt, readStats, type Stats } from './linkStats.ts';

const candidates = [
  { id: 'L1', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
  { id: 'L2', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
  { id: 'R1', type: 'remote-candidate', candidateType: 'host', protocol: 'udp' },
  { id: 'P1', type: 'candidate-pair', localCandidateId: 'L1', remoteCandidateId: 'R1' },
  { id: 'P2', type: 'candidate-pair', localCandidateId: 'L2', remoteCandidateId: 'R1', selected: true },
];

function report(...stats: readonly Stats[]): ReadonlyMap<string, Stats> {
  return new Map(stats.map((each) => [each.id, each] as const));
}

it('counts the packets of sound and of pictures, and of nothing else', () => {
  const stats = readStats(
    report(
      { id: 'A', type: 'inbound-rtp', kind: 'audio', packetsReceived: 40, packetsLost: 3 },
      { id: 'V', type: 'inbound-rtp', kind: 'video', packetsReceived: 2, packetsLost: -1, framesDecoded: 1 },
      { id: 'N', type: 'inbound-rtp' },
      { id: 'O', type: 'remote-inbound-rtp', packetsReceived: 900 },
    ),
  );
  expect(stats).toMatchObject({
    media: 42,
    audio: 40,
    lost: 2,
    frames: 1,
    route: null,
    couldBeDirect: false,
  });
});

it('takes the route of the pair that the transport names', () => {
  const stats = readStats(
    report(...candidates, { id: 'T', type: 'transport', selectedCandidatePairId: 'P1' }),
  );
  expect(stats).toMatchObject({
    route: { path: 'direct', transport: 'udp' },
    localCandidates: 2,
    remoteCandidates: 1,
    couldBeDirect: true,
  });
});

it('takes the pair that is marked as selected where no transport names one, as in Firefox', () => {
  expect(readStats(report(...candidates)).route).toEqual({ path: 'relay', transport: 'tls' });
});

it('knows no route while the pair is named but not there', () => {
  const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P9' };
  expect(readStats(report(...candidates, transport)).route).toBeNull();
});

const counted = (timestamp: number): ReadonlyMap<string, Stats> =>
  report(
    { id: 'A', type: 'inbound-rtp', kind: 'audio', timestamp },
    { id: 'T', type: 'transport', timestamp: 0 },
  );

it('speaks for the moment at which packets were counted, however late the page gets to see it', () => {
  expect(countedAt(counted(1_000_700), 900, 1_000_000)).toBe(700);
});

it('speaks for the moment at which it was asked for where it was counted later', () => {
  expect(countedAt(counted(1_000_950), 900, 1_000_000)).toBe(900);
});

it('heeds no clock that is none of the page’s, and needs none', () => {
  expect(countedAt(counted(400_000), 5_000, 1_000_000)).toBe(5_000);
  expect(countedAt(report(...candidates), 900, 1_000_000)).toBe(900);
});
