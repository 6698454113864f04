import type { IncomingMessage } from 'node:http';
import {
  Handshake,
  isSpoken,
  type DeviceId,
  type HandshakeRefusal,
  type Limits,
  type RefusalDetails,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perSecond } from '../platform/tokenBucket.ts';

/** The device that a token belongs to. */
export interface DeviceIdentity {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** When its user was made, in server ms; null for an account. */
  readonly guestSince: number | null;
}

/** A device, and what its page can do. */
export interface ConnectingDevice extends DeviceIdentity {
  readonly showsSecondCalls: boolean;
}

/** Finds the device of a token; undefined if the token is not valid. */
export type Authenticate = (token: string) => Promise<DeviceIdentity | undefined>;

/** Whether a socket may connect, and as which device. */
export type Admission =
  | { readonly kind: 'refused'; readonly refusal: HandshakeRefusal; readonly details?: RefusalDetails }
  | { readonly kind: 'admitted'; readonly device: ConnectingDevice; readonly address: string };

interface ConnectionLimiterDeps {
  readonly authenticate: Authenticate;
  readonly limits: Limits;
  readonly proxies: number;
  readonly now: () => number;
}

/** Checks handshakes, and limits how many sockets a user and an address may have. */
export class ConnectionLimiter {
  readonly #authenticate: Authenticate;
  readonly #limits: Limits;
  readonly #proxies: number;
  readonly #handshakes: KeyedTokenBucket<string>;
  readonly #byUser = new Map<UserId, number>();
  readonly #byAddress = new Map<string, number>();

  constructor({ authenticate, limits, proxies, now }: ConnectionLimiterDeps) {
    this.#authenticate = authenticate;
    this.#limits = limits;
    this.#proxies = proxies;
    const handshakeRate = perSecond(limits.handshakesPerSecond, limits.socketsPerAddress);
    this.#handshakes = new KeyedTokenBucket(handshakeRate, now);
  }

  /**
   * Counts a handshake of an address, before anything is looked up for it. All sockets of an address may come back at
   * once, as those of an office do after a restart.
   */
  takeHandshake(request: IncomingMessage): boolean {
    return this.#handshakes.take(rateLimitAddress(request, this.#proxies)) === 0;
  }

  /** Admits a socket by its handshake, and counts it until `release`. */
  async admit(auth: unknown, request: IncomingMessage): Promise<Admission> {
    const handshake = v.safeParse(Handshake, auth);
    if (!handshake.success) return { kind: 'refused', refusal: 'unauthorized' };
    if (!isSpoken(handshake.output.protocol)) return { kind: 'refused', refusal: 'protocol' };
    const address = rateLimitAddress(request, this.#proxies);
    const { token, secondCalls: showsSecondCalls } = handshake.output;
    const known = await this.#authenticate(token);
    if (known === undefined) return { kind: 'refused', refusal: 'unauthorized' };
    const device = { ...known, showsSecondCalls };
    if ((this.#byUser.get(device.userId) ?? 0) >= this.#limits.socketsPerUser)
      return { kind: 'refused', refusal: 'tooMany', details: { limit: 'user' } };
    if ((this.#byAddress.get(address) ?? 0) >= this.#limits.socketsPerAddress)
      return { kind: 'refused', refusal: 'tooMany' };
    count(this.#byUser, device.userId, 1);
    count(this.#byAddress, address, 1);
    return { kind: 'admitted', device, address };
  }

  /** Stops counting an admitted socket. */
  release({ device, address }: Admission & { kind: 'admitted' }): void {
    count(this.#byUser, device.userId, -1);
    count(this.#byAddress, address, -1);
  }
}

/** Keys with a count of 0 are removed, so that the map stays as small as the number of sockets. */
function count<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  const total = (counts.get(key) ?? 0) + change;
  if (total > 0) counts.set(key, total);
  else counts.delete(key);
}
