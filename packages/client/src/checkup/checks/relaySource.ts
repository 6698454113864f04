import type { Data, IceServer } from '@ringback/protocol';
import type { CheckupRequests } from './checkupRequests.ts';
import type { Gathered, PeerPort } from './checkupPorts.ts';
import type { RelayTransport } from '../findings/finding.ts';

type RelayData = Data<'checkup:relay'>;

/** The relay of one run: its credentials are requested once, and one gathering serves several checks. */
export interface RelaySource {
  /** Undefined if the server does not answer or refuses. */
  readonly servers: () => Promise<RelayData | undefined>;
  /** Gathers over UDP, with both ports of the relay. */
  readonly gatherUdp: (signal: AbortSignal) => Promise<Gathered>;
  /** The transports that worked lately. */
  readonly worked: Set<RelayTransport>;
}

/** Long enough for two lost requests; a browser itself would wait ten seconds for a server that does not answer. */
const gatherMs = 4_000;

/** `worked`: what is known to work already. */
export function createRelaySource(
  requests: CheckupRequests,
  peers: PeerPort,
  worked: Set<RelayTransport>,
): RelaySource {
  let asked: Promise<RelayData | undefined> | undefined;
  let gathered: Promise<Gathered> | undefined;
  const servers = (): Promise<RelayData | undefined> => (asked ??= ask(requests));
  const gather = async (signal: AbortSignal): Promise<Gathered> => {
    const data = await servers();
    const iceServers = data === undefined ? [] : udpServers(data);
    const ports = iceServers.flatMap(({ urls }) => urls).filter((url) => url.startsWith('turn:')).length;
    const isEnough: Parameters<PeerPort['gather']>[0]['isEnough'] = (candidates) =>
      ports > 0 && candidates.filter(({ kind }) => kind === 'relayed').length >= ports;
    return peers.gather({ iceServers, onlyRelayed: false, timeoutMs: gatherMs, isEnough }, signal);
  };
  return { servers, gatherUdp: (signal) => (gathered ??= gather(signal)), worked };
}

async function ask(requests: CheckupRequests): Promise<RelayData | undefined> {
  const answer = await requests.relay();
  return answer.ok ? answer.data : undefined;
}

function udpServers({ iceServers, secondPort }: RelayData): readonly IceServer[] {
  return [...iceServers, ...secondPort]
    .map((server) => ({ ...server, urls: server.urls.filter(isUdp) }))
    .filter(({ urls }) => urls.length > 0);
}

function isUdp(url: string): boolean {
  return url.startsWith('stun:') || transportOf(url) === 'udp';
}

/** How a TURN URL reaches its relay (RFC 7065); undefined for a STUN URL. */
function transportOf(url: string): RelayTransport | undefined {
  if (url.startsWith('turns:')) return 'tls';
  if (!url.startsWith('turn:')) return undefined;
  return url.includes('transport=tcp') ? 'tcp' : 'udp';
}

/** The servers with only those URLs that reach a relay in this way. */
export function serversOver(transport: RelayTransport, servers: readonly IceServer[]): readonly IceServer[] {
  return servers
    .map((server) => ({ ...server, urls: server.urls.filter((url) => transportOf(url) === transport) }))
    .filter(({ urls }) => urls.length > 0);
}
