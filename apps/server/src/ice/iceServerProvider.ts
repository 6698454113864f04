import type { IceServer } from '@ringback/protocol';
import { turnPassword } from '@ringback/relay';
import type { Certificate } from '../http/certificateFiles.ts';
import type { RequestOrigin } from '../platform/origin/requestOrigin.ts';
import type { RelayGroups } from './relayGrants.ts';

/** Gives browsers the STUN and TURN servers that they can reach. */
export interface IceServerProvider extends RelayGroups {
  /** @throws {StartError} if a relay that was configured cannot start */
  start(): Promise<void>;
  /** URLs for `iceServers`; empty if the browser that sent this request can reach no relay. */
  urlsFor(origin: RequestOrigin): readonly string[];
  /** The same URLs with credentials for a TURN user name. */
  serversFor(origin: RequestOrigin, username: string): readonly IceServer[];
  /** The second UDP port of the relay with such credentials, for check-ups; empty if it has none. */
  secondPortFor(origin: RequestOrigin, username: string): readonly IceServer[];
  /** Uses another certificate for new TLS connections. */
  setCertificate(certificate: Certificate): void;
  /** How many allocations the relay has open; undefined if it is not this server's. */
  readonly allocations: number | undefined;
  /** Closes the relay, which ends all of its allocations. */
  stop(): Promise<void>;
}

/**
 * Builds an entry of `iceServers` in the scheme of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the
 * password is the user name's HMAC-SHA1 under the shared secret.
 */
export function iceServerOf(urls: readonly string[], secret: string, username: string): IceServer {
  return { urls: [...urls], username, credential: turnPassword(secret, username) };
}
