import type { Endpoint } from '../address/ip.ts';
import { attributes } from '../codec/attributes.ts';
import type { SealingKey } from '../codec/encode.ts';
import { longTermKey } from '../codec/integrity.ts';
import { isSealedWith, valueOf, type Message } from '../codec/message.ts';
import { parseTurnUser, turnPassword, type TurnUser } from './credentials.ts';
import type { NonceMint } from './nonce.ts';

/** Who sent a request. */
export interface Sender extends TurnUser {
  readonly username: string;
  readonly sealing: SealingKey;
}

/** The outcome of looking at a request's credentials. */
export type Authentication =
  | { readonly outcome: 'known'; readonly sender: Sender }
  | { readonly outcome: 'refused'; readonly code: 400 | 401 | 438 };

/** What credentials are checked against. */
export interface Guard {
  readonly secret: string;
  readonly realm: string;
  readonly nonces: NonceMint;
}

function refused(code: 400 | 401 | 438): Authentication {
  return { outcome: 'refused', code };
}

/**
 * Checks long-term credentials in the order of RFC 8489, section 9.2.4. Says nothing about their expiry: a call
 * outlives its credentials, so only an Allocate looks at that.
 */
export function authenticate(message: Message, client: Endpoint, guard: Guard): Authentication {
  if (message.seal === undefined) return refused(401);
  const username = valueOf(message, attributes.username);
  const nonce = valueOf(message, attributes.nonce);
  const realm = valueOf(message, attributes.realm);
  if (username === undefined || nonce === undefined || realm === undefined) return refused(400);
  if (!guard.nonces.isFresh(nonce, client)) return refused(438);
  const user = parseTurnUser(username);
  const key = longTermKey(username, guard.realm, turnPassword(guard.secret, username));
  if (user === undefined || !isSealedWith(message, key)) return refused(401);
  return {
    outcome: 'known',
    sender: { ...user, username, sealing: { hash: message.seal.hash, key } },
  };
}
