import type { PushAddress, Result, Subscribed } from '@ringback/protocol';

/** How the server is told to wake this browser up. Nothing of it rejects. */
export interface PushApi {
  /** The server's public key, in base64url; `notFound` where it wakes up nobody. */
  readonly key: () => Promise<Result<{ readonly key: string }>>;
  /** Has this browser profile woken up for who is signed in, at an address of its push service. */
  readonly subscribe: (address: PushAddress) => Promise<Result<Subscribed>>;
  /** Says that a subscription is still in use, by its token; `unauthorized` where the server has forgotten it. */
  readonly renew: (token: string, address: PushAddress) => Promise<Result<unknown>>;
  readonly unsubscribe: (token: string) => Promise<Result<unknown>>;
}
