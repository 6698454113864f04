import { describe, expect, it, test } from 'vitest';
import { countedAt, readStats, routeOf, type CandidateStats, type Stats } from './stats.ts';

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

describe('readStats', () => {
  it('counts the packets of audio and video, and nothing else', () => {
    const stats = readStats(
      report(
        { id: 'A', type: 'inbound-rtp', kind: 'audio', packetsReceived: 40, packetsLost: 3 },
        {
          id: 'V',
          type: 'inbound-rtp',
          kind: 'video',
          packetsReceived: 2,
          packetsLost: -1,
          framesDecoded: 1,
        },
        { id: 'N', type: 'inbound-rtp' },
        { id: 'O', type: 'remote-inbound-rtp', packetsReceived: 900 },
      ),
    );
    expect(stats).toMatchObject({
      packets: 42,
      audioPackets: 40,
      lostPackets: 2,
      decodedFrames: 1,
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

  it('knows no route while the named pair is missing', () => {
    const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P9' };
    expect(readStats(report(...candidates, transport)).route).toBeNull();
  });
});

describe('countedAt', () => {
  const counted = (timestamp: number): ReadonlyMap<string, Stats> =>
    report(
      { id: 'A', type: 'inbound-rtp', kind: 'audio', timestamp },
      { id: 'T', type: 'transport', timestamp: 0 },
    );

  it('is the time at which packets were counted, however late the page gets the report', () => {
    expect(countedAt(counted(1_000_700), 900, 1_000_000)).toBe(700);
  });

  it('is the time of the request where packets were counted later', () => {
    expect(countedAt(counted(1_000_950), 900, 1_000_000)).toBe(900);
  });

  it('is the time of the request where the report has another clock, or no packets', () => {
    expect(countedAt(counted(400_000), 5_000, 1_000_000)).toBe(5_000);
    expect(countedAt(report(...candidates), 900, 1_000_000)).toBe(900);
  });
});

describe('routeOf', () => {
  const host: CandidateStats = { candidateType: 'host', protocol: 'udp' };
  const behindNat: CandidateStats = { candidateType: 'srflx', protocol: 'udp' };
  const hostTcp: CandidateStats = { candidateType: 'host', protocol: 'tcp' };
  /** The leg between relay and peer is always UDP; the leg from this device to its relay has a field of its own. */
  const relayedOver = (relayProtocol: string): CandidateStats => ({
    candidateType: 'relay',
    protocol: 'udp',
    relayProtocol,
  });

  test.each<[string, CandidateStats, CandidateStats, ReturnType<typeof routeOf>]>([
    ['two hosts in one network', host, host, { path: 'direct', transport: 'udp' }],
    ['through two routers', behindNat, behindNat, { path: 'direct', transport: 'udp' }],
    ['to a host that takes TCP', hostTcp, host, { path: 'direct', transport: 'tcp' }],
    ['over my relay', relayedOver('udp'), host, { path: 'relay', transport: 'udp' }],
    ['over my relay, reached over TCP', relayedOver('tcp'), host, { path: 'relay', transport: 'tcp' }],
    [
      'over my relay, reached over TLS',
      relayedOver('tls'),
      relayedOver('udp'),
      { path: 'relay', transport: 'tls' },
    ],
    [
      'over their relay',
      host,
      { candidateType: 'relay', protocol: 'udp' },
      { path: 'relay', transport: 'udp' },
    ],
  ])('%s', (_name, local, remote, route) => {
    expect(routeOf(local, remote)).toEqual(route);
  });
});
