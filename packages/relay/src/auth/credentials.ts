import { createHmac } from 'node:crypto';

/** What a browser needs to use a TURN server. */
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
  /** Seconds since 1970. After it nothing new can be allocated; what is there lives on. */
  readonly expiresAt: number;
}

/** A user name of time-limited credentials, taken apart. */
export interface TurnUser {
  readonly expiresAt: number;
  /** The part behind the colon: quotas count by it, so that fresh credentials reset nothing. */
  readonly userId: string;
}

/** Longest user part; a user name may have 508 bytes (RFC 8489, section 14.3), and each live one is kept. */
const mostUserCharacters = 128;
const pattern = new RegExp(`^(\\d{1,12}):(.{1,${mostUserCharacters}})$`, 'su');

/**
 * Time-limited credentials by the shared-secret scheme of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest):
 * they need no table, and fit this relay and coturn alike.
 *
 * @param nowSeconds since 1970
 */
export function turnCredentials(
  secret: string,
  userId: string,
  ttlSeconds: number,
  nowSeconds: number,
): TurnCredentials {
  const expiresAt = Math.floor(nowSeconds + ttlSeconds);
  const username = `${expiresAt}:${userId}`;
  return { username, credential: turnPassword(secret, username), expiresAt };
}

/** The password that belongs to a user name. */
export function turnPassword(secret: string, username: string): string {
  return createHmac('sha1', secret).update(username).digest('base64');
}

/** Takes a user name apart; undefined if it has another form. */
export function parseTurnUser(username: string): TurnUser | undefined {
  const [, expiresAt, userId] = pattern.exec(username) ?? [];
  return expiresAt === undefined || userId === undefined
    ? undefined
    : { expiresAt: Number(expiresAt), userId };
}
