import { createHmac } from 'node:crypto';

/** Credentials for a TURN server. */
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
  /** Seconds since 1970. Later allocations are refused; existing ones continue. */
  readonly expiresAt: number;
}

/** The parts of a time-limited user name. */
export interface TurnUser {
  readonly expiresAt: number;
  /** The part after the colon. Quotas count by it, so that new credentials do not reset them. */
  readonly userId: string;
}

/** Well below the 508 bytes that a user name may have (RFC 8489, section 14.3), because each allocation stores it. */
const maxUserCharacters = 128;
const pattern = new RegExp(`^(\\d{1,12}):(.{1,${maxUserCharacters}})$`, 'su');

/**
 * Creates time-limited credentials in the scheme of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest). The
 * server verifies them without a table, and they work with this relay and with coturn.
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

/** The password for a user name. */
export function turnPassword(secret: string, username: string): string {
  return createHmac('sha1', secret).update(username).digest('base64');
}

/** Parses a user name; undefined if it has another form. */
export function parseTurnUser(username: string): TurnUser | undefined {
  const [, expiresAt, userId] = pattern.exec(username) ?? [];
  return expiresAt === undefined || userId === undefined
    ? undefined
    : { expiresAt: Number(expiresAt), userId };
}
