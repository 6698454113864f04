import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Endpoint } from '../address/ip.ts';
import type { Clock } from '../core/clock.ts';

/** Characters of the seal in a nonce: 96 bits. */
const sealCharacters = 16;

/**
 * Makes nonces and knows its own again without keeping any. A nonce is good for one client address and a limited time,
 * so a right one also proves that its sender receives what is sent to that address.
 */
export class NonceMint {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;
  readonly #lifetimeMs: number;

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  /** A fresh nonce for a client. */
  make(client: Endpoint): string {
    const at = Math.floor(this.#clock.nowMs()).toString(36);
    return `${at}.${this.#seal(at, client)}`;
  }

  /** Whether a nonce was made here, for this client, and not too long ago. */
  isFresh(nonce: string, client: Endpoint): boolean {
    const [at = '', seal = ''] = nonce.split('.');
    const wanted = this.#seal(at, client);
    if (seal.length !== wanted.length || Buffer.byteLength(seal) !== wanted.length) return false;
    if (!timingSafeEqual(Buffer.from(seal), Buffer.from(wanted))) return false;
    return this.#clock.nowMs() - Number.parseInt(at, 36) <= this.#lifetimeMs;
  }

  #seal(at: string, { address, port }: Endpoint): string {
    const seal = createHmac('sha256', this.#key).update(`${at}|${address}|${port}`).digest('base64url');
    return seal.slice(0, sealCharacters);
  }
}
