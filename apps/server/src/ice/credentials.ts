import type { IceServer, UserId } from '@ringback/protocol';
import { turnCredentials } from '@ringback/relay';

/**
 * One entry of a browser's `iceServers` with credentials of its own, by the scheme of coturn's `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): the user name is when they expire, in seconds, and for whom they are; the password
 * is its HMAC-SHA1 under the shared secret.
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
