import type { Config } from '../config/config.ts';
import type { Log } from '../platform/log.ts';
import type { ServerClock } from '../platform/serverClock.ts';
import { iceServerOf, type IceServerProvider } from './iceServerProvider.ts';
import { OwnRelay } from './ownRelay.ts';

/**
 * Creates the provider that the settings select.
 *
 * - `none`: browsers get no servers, so calls need a direct path.
 * - `turn`: an external TURN server that shares a secret with this server.
 * - `own`: the relay inside this server.
 */
export function createIceServerProvider(config: Config, log: Log, clock: ServerClock): IceServerProvider {
  const { relay } = config;
  switch (relay.kind) {
    case 'none':
      return fixedProvider([], '');
    case 'turn':
      return fixedProvider(relay.urls, relay.secret);
    case 'own':
      return new OwnRelay(relay, config, { log, now: clock.now });
  }
}

/** External servers: every browser gets the same URLs. */
function fixedProvider(urls: readonly string[], secret: string): IceServerProvider {
  return {
    start: () => Promise.resolve(),
    urlsFor: () => urls,
    serversFor: (_origin, username) => (urls.length === 0 ? [] : [iceServerOf(urls, secret, username)]),
    grant: () => {},
    endGroup: () => {},
    stop: () => Promise.resolve(),
  };
}
