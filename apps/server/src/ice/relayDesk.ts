import type { IceServer, UserId } from '@ringback/protocol';
import type { Config } from '../config/config.ts';
import type { RequestOrigin } from '../platform/requestOrigin.ts';
import type { Log } from '../platform/log.ts';
import { iceServerOf } from './credentials.ts';
import { OwnRelay } from './ownRelay.ts';

/** Tells browsers which relays there are for them. */
export interface RelayDesk {
  /** @throws {StartError} */
  start(): Promise<void>;
  /** URLs for `iceServers`; none if there is no relay that a browser which arrived so can reach. */
  urlsFor(origin: RequestOrigin): readonly string[];
  /** The same with credentials, good for new allocations up to a time. */
  serversFor(origin: RequestOrigin, userId: UserId, expiresAtMs: number): readonly IceServer[];
  stop(): Promise<void>;
}

/** Makes the desk that the settings ask for. */
export function createRelayDesk(config: Config, log: Log): RelayDesk {
  const { relay } = config;
  switch (relay.kind) {
    case 'none':
      return deskWith([], '');
    case 'turn':
      return deskWith(relay.urls, relay.secret);
    case 'own':
      return new OwnRelay(relay, config, log);
  }
}

/** Servers that run by themselves, the same for everyone. */
function deskWith(urls: readonly string[], secret: string): RelayDesk {
  return {
    start: () => Promise.resolve(),
    urlsFor: () => urls,
    serversFor: (_arrival, userId, expiresAtMs) =>
      urls.length === 0 ? [] : [iceServerOf(urls, secret, userId, expiresAtMs)],
    stop: () => Promise.resolve(),
  };
}
