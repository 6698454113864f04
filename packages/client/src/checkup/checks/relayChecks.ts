import type { Check } from './check.ts';
import type { Gathered, PeerPort } from './checkupPorts.ts';
import { found, good, type CheckName, type Finding, type RelayTransport } from '../findings/finding.ts';
import { serversOver, type RelaySource } from './relaySource.ts';

/** A connection over TCP and TLS takes three round trips more than one over UDP. */
const timeoutMs = 5_000;

const names = { udp: 'relayUdp', tcp: 'relayTcp', tls: 'relayTls' } as const satisfies Record<
  RelayTransport,
  CheckName
>;

/** Whether the relay allocates an address over one transport. */
export function relayCheck(transport: RelayTransport, relay: RelaySource, peers: PeerPort): Check {
  return {
    name: names[transport],
    run: async (signal) => {
      const data = await relay.servers();
      if (data === undefined) return found('relayUnknown');
      if (data.iceServers.length === 0) return found('noRelay');
      const iceServers = serversOver(transport, data.iceServers);
      if (iceServers.length === 0) return found('relayNotOffered');
      const isEnough = (candidates: Gathered['candidates']): boolean => candidates.length > 0;
      const gathered = await peers.gather({ iceServers, onlyRelayed: true, timeoutMs, isEnough }, signal);
      const finding = judgeRelay(gathered);
      if (finding.verdict === 'good') relay.worked.add(transport);
      return finding;
    },
  };
}

/** STUN errors of a server that answers (RFC 8489, section 14.8); 701 stands for one that does not. */
const firstLocalError = 700;

function judgeRelay({ candidates, errorCodes }: Gathered): Finding {
  if (candidates.some(({ kind }) => kind === 'relayed')) return good();
  return found(errorCodes.some((code) => code < firstLocalError) ? 'relayRefuses' : 'relayUnreachable');
}
