import type { Config } from '../../config/config.ts';
import type { Certificate } from '../../http/certificateFiles.ts';
import { iceServerOf, type IceServerProvider } from '../iceServerProvider.ts';
import { OwnRelay, type OwnRelayDeps } from './ownRelay.ts';

/**
 * Creates the provider that the settings select.
 *
 * - `none`: browsers get no servers, so calls need a direct path.
 * - `turn`: an external TURN server that shares a secret with this server.
 * - `own`: the relay inside this server.
 */
export function createIceServerProvider(
  config: Config,
  certificate: Certificate | undefined,
  deps: OwnRelayDeps,
): IceServerProvider {
  const { relay, proxies } = config;
  switch (relay.kind) {
    case 'none':
      return fixedProvider([], '');
    case 'turn':
      return fixedProvider(relay.urls, relay.secret);
    case 'own':
      return new OwnRelay(relay, { proxies, certificate }, deps);
  }
}

/** External servers: every browser gets the same URLs. */
function fixedProvider(urls: readonly string[], secret: string): IceServerProvider {
  return {
    start: () => Promise.resolve(),
    urlsFor: () => urls,
    serversFor: (_origin, username) => (urls.length === 0 ? [] : [iceServerOf(urls, secret, username)]),
    secondPortFor: () => [],
    grant: () => {},
    endGroup: () => {},
    setCertificate: () => {},
    stop: () => Promise.resolve(),
    allocations: undefined,
  };
}
