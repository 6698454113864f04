import { expect, test } from 'vitest';
import { routeOf, type CandidateStats } from './route.ts';

const host: CandidateStats = { candidateType: 'host', protocol: 'udp' };
const behindNat: CandidateStats = { candidateType: 'srflx', protocol: 'udp' };
const hostTcp: CandidateStats = { candidateType: 'host', protocol: 'tcp' };
/** The leg between relay and peer is always UDP; how this device reaches its relay is a field of its own. */
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
  ['over my relay, which I reach over TCP', relayedOver('tcp'), host, { path: 'relay', transport: 'tcp' }],
  [
    'over my relay, which I reach over TLS',
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
