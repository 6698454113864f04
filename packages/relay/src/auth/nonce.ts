import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Endpoint } from '../address/ip.ts';
import type { Clock } from '../core/options.ts';

/** 16 base64url characters hold 96 bits. */
const macCharacters = 16;

/**
 * Creates and verifies nonces without storing them. A nonce is valid for one client address and a limited time, so a valid
 * one also proves that its sender receives packets at that address.
 */
export class NonceFactory {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;
  readonly #lifetimeMs: number;

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  create(client: Endpoint): string {
    const at = Math.floor(this.#clock.nowMs()).toString(36);
    return `${at}.${this.#mac(at, client)}`;
  }

  /** Whether this factory created the nonce, for this client, within the lifetime. */
  isFresh(nonce: string, client: Endpoint): boolean {
    const [at = '', mac = ''] = nonce.split('.');
    const expected = this.#mac(at, client);
    if (mac.length !== expected.length || Buffer.byteLength(mac) !== expected.length) return false;
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return false;
    return this.#clock.nowMs() - Number.parseInt(at, 36) <= this.#lifetimeMs;
  }

  #mac(at: string, { address, port }: Endpoint): string {
    const mac = createHmac('sha256', this.#key).update(`${at}|${address}|${port}`).digest('base64url');
    return mac.slice(0, macCharacters);
  }
}
