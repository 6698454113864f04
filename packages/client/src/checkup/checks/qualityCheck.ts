import type { Check } from './check.ts';
import type { PeerPort } from './checkupPorts.ts';
import type { RelayTransport } from '../findings/finding.ts';
import { judgeLoops, loopMeasures } from '../findings/loopQuality.ts';
import { serversOver, type RelaySource } from './relaySource.ts';

const durationMs = 6_000;
/** Long enough to tell a busy page. */
const pageDurationMs = 2_000;

/** The cheapest transport first, as calls use them. */
const transports: readonly RelayTransport[] = ['udp', 'tcp', 'tls'];

/**
 * Measures what a call would get: a loop inside the page for the browser, and beside it one over the relay for the network,
 * which sends each packet over this network twice.
 */
export function qualityCheck(relay: RelaySource, peers: PeerPort): Check {
  return {
    name: 'quality',
    run: async (signal, progress) => {
      const data = await relay.servers();
      const offered = transports.filter((each) => serversOver(each, data?.iceServers ?? []).length > 0);
      const transport = offered.find((each) => relay.worked.has(each)) ?? offered[0];
      const iceServers = transport === undefined ? [] : serversOver(transport, data?.iceServers ?? []);
      const quietly = (): void => {};
      const [page, relayed] = await Promise.all([
        peers.measureLoop({ durationMs: pageDurationMs }, signal, quietly),
        transport === undefined
          ? undefined
          : peers.measureLoop({ iceServers, durationMs }, signal, (part) => progress({ part })),
      ]);
      return judgeLoops(
        page && loopMeasures(page, 1),
        relayed && { ...loopMeasures(relayed, 2), ...(transport !== undefined && { relay: transport }) },
        transport !== undefined,
      );
    },
  };
}
