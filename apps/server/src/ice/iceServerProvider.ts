import type { IceServer, UserId } from '@ringback/protocol';
import { turnCredentials } from '@ringback/relay';
import type { RequestOrigin } from '../platform/requestOrigin.ts';

/** Gives browsers the STUN and TURN servers that they can reach. */
export interface IceServerProvider {
  /** @throws {StartError} if a relay that was configured cannot start */
  start(): Promise<void>;
  /** URLs for `iceServers`; empty if the browser that sent this request can reach no relay. */
  urlsFor(origin: RequestOrigin): readonly string[];
  /** The same URLs with credentials that allow new allocations until `expiresAtMs`. */
  serversFor(origin: RequestOrigin, userId: UserId, expiresAtMs: number): readonly IceServer[];
  /** Closes the relay, which ends all of its allocations. */
  stop(): Promise<void>;
}

/**
 * Builds an entry of `iceServers` with fresh credentials in the scheme of coturn's `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): the user name holds the expiry in seconds and the user id, the password is the
 * user name's HMAC-SHA1 under the shared secret.
 */
export function iceServerOf(
  urls: readonly string[],
  secret: string,
  userId: UserId,
  expiresAtMs: number,
): IceServer {
  const { username, credential } = turnCredentials(secret, userId, 0, expiresAtMs / 1000);
  return { urls: [...urls], username, credential };
}
