import type { Endpoint } from '../address/ip.ts';
import { attributes } from '../codec/attributes.ts';
import type { IntegrityKey } from '../codec/encode.ts';
import { longTermKey } from '../codec/integrity.ts';
import { hasValidIntegrity, valueOf, type Message } from '../codec/message.ts';
import { parseTurnUser, turnPassword, type TurnUser } from './credentials.ts';
import type { NonceFactory } from './nonce.ts';

/** The authenticated sender of a request. */
export interface Sender extends TurnUser {
  readonly username: string;
  readonly integrityKey: IntegrityKey;
}

export type Authentication =
  | { readonly outcome: 'authenticated'; readonly sender: Sender }
  | { readonly outcome: 'refused'; readonly code: 400 | 401 | 438 };

export interface AuthConfig {
  readonly secret: string;
  readonly realm: string;
  readonly nonces: NonceFactory;
}

function refused(code: 400 | 401 | 438): Authentication {
  return { outcome: 'refused', code };
}

/**
 * Checks long-term credentials in the order of RFC 8489, section 9.2.4, but not their expiry: a call outlives its
 * credentials, so only Allocate checks that.
 */
export function authenticate(message: Message, client: Endpoint, config: AuthConfig): Authentication {
  if (message.integrity === undefined) return refused(401);
  const username = valueOf(message, attributes.username);
  const nonce = valueOf(message, attributes.nonce);
  const realm = valueOf(message, attributes.realm);
  if (username === undefined || nonce === undefined || realm === undefined) return refused(400);
  if (!config.nonces.isFresh(nonce, client)) return refused(438);
  const user = parseTurnUser(username);
  const key = longTermKey(username, config.realm, turnPassword(config.secret, username));
  if (user === undefined || !hasValidIntegrity(message, key)) return refused(401);
  return {
    outcome: 'authenticated',
    sender: { ...user, username, integrityKey: { hash: message.integrity.hash, key } },
  };
}
