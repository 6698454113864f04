import type { IceServer, Route } from '@ringback/protocol';
import type { Candidates } from '../machine/link.ts';

/** What a peer connection gathers its candidates from. */
export interface IceConfig {
  readonly iceServers: readonly IceServer[];
  readonly policy: RTCIceTransportPolicy;
}

/**
 * Chooses the servers that a link may use; undefined where it may use relays only and there is none. `current` is the
 * transport of the active link, which `otherRelay` avoids.
 */
export function iceConfigFor(
  candidates: Candidates,
  servers: readonly IceServer[],
  current: Route['transport'] | undefined,
): IceConfig | undefined {
  switch (candidates) {
    case 'all':
      return { iceServers: servers, policy: 'all' };
    case 'direct':
      return { iceServers: servers.flatMap(asStun), policy: 'all' };
    case 'relay':
      return relaysOnly(servers, () => true);
    case 'otherRelay':
      return relaysOnly(servers, (url) => transportOf(url) !== current);
  }
}

function relaysOnly(
  servers: readonly IceServer[],
  isWanted: (url: string) => boolean,
): IceConfig | undefined {
  const iceServers = servers.flatMap((server) => {
    const urls = server.urls.filter((url) => isRelay(url) && isWanted(url));
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });
  return iceServers.length === 0 ? undefined : { iceServers, policy: 'relay' };
}

/** A TURN server answers STUN on the same port (RFC 8656, section 2.1), without credentials. */
function asStun({ urls }: IceServer): IceServer[] {
  const stun = urls.filter((url) => transportOf(url) === 'udp').map(stunUrl);
  return stun.length === 0 ? [] : [{ urls: [...new Set(stun)] }];
}

function stunUrl(url: string): string {
  return url.replace(/^turn:/, 'stun:').replace(/\?.*$/, '');
}

function isRelay(url: string): boolean {
  return url.startsWith('turn:') || url.startsWith('turns:');
}

/** RFC 7065: `turns` is TLS over TCP, `turn` is UDP unless it names a transport. */
function transportOf(url: string): Route['transport'] {
  if (url.startsWith('turns:')) return 'tls';
  return /[?&]transport=tcp$/.test(url) ? 'tcp' : 'udp';
}
