import { mappingOf, type Candidate } from '../findings/candidates.ts';
import type { Check } from './check.ts';
import { found, good, type AddressKind, type Finding, type Measures } from '../findings/finding.ts';
import type { RelaySource } from './relaySource.ts';

/** Which kinds of addresses this browser has for calls. */
export function networkCheck(relay: RelaySource): Check {
  return {
    name: 'network',
    run: async (signal) => {
      const { candidates } = await relay.gatherUdp(signal);
      const servers = await relay.servers();
      const isUdpOffered = servers?.iceServers.some(({ urls }) => urls.length > 0) === true;
      return judgeNetwork(candidates, isUdpOffered);
    },
  };
}

function judgeNetwork(candidates: readonly Candidate[], isUdpOffered: boolean): Finding {
  const kinds = new Set(candidates.map(({ kind }) => kind));
  const measures: Measures = {
    addresses: (['host', 'reflexive', 'relayed'] as const).filter((kind: AddressKind) => kinds.has(kind)),
    hasIpv6: candidates.some(({ isIpv6 }) => isIpv6),
  };
  if (candidates.length === 0) return found('noAddresses', measures);
  const isOutside = kinds.has('reflexive') || kinds.has('relayed');
  return isUdpOffered && !isOutside ? found('udpBlocked', measures) : good(measures);
}

/** Whether other browsers can reach this one without a relay. */
export function directCheck(relay: RelaySource): Check {
  return {
    name: 'direct',
    run: async (signal) => {
      const servers = await relay.servers();
      const { candidates } = await relay.gatherUdp(signal);
      const isRelayThere = servers?.iceServers.some(({ urls }) => urls.length > 0) === true;
      return isRelayThere ? judgeDirect(candidates) : found('directUnknown');
    },
  };
}

function judgeDirect(candidates: readonly Candidate[]): Finding {
  switch (mappingOf(candidates)) {
    case 'same':
      return good();
    case 'different':
      return found('directRestricted');
    case 'none':
      return found('directBlocked');
    case 'unknown':
      return found('directUnknown');
  }
}
