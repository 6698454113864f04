import type { IncomingMessage } from 'node:http';
import { Handshake, PROTOCOL, type HandshakeRefusal, type Limits, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { addressOf } from '../platform/requestOrigin.ts';
import type { KnownDevice } from '../accounts/accountsSql.ts';

/** Whether a socket may come in, and as whom. */
export type Admission =
  | { readonly kind: 'refused'; readonly refusal: HandshakeRefusal }
  | { readonly kind: 'admitted'; readonly device: KnownDevice; readonly address: string };

/** Decides who may open a socket, and how many. */
export class ConnectionLimiter {
  readonly #accounts: Accounts;
  readonly #limits: Limits;
  readonly #proxies: number;
  readonly #byUser = new Map<UserId, number>();
  readonly #byAddress = new Map<string, number>();

  constructor(accounts: Accounts, limits: Limits, proxies: number) {
    this.#accounts = accounts;
    this.#limits = limits;
    this.#proxies = proxies;
  }

  /** Admits a socket by what it presents, and counts it until it is let go. */
  async admit(auth: unknown, request: IncomingMessage): Promise<Admission> {
    const presented = v.safeParse(Handshake, auth);
    if (!presented.success) return { kind: 'refused', refusal: 'unauthorized' };
    if (presented.output.protocol !== PROTOCOL) return { kind: 'refused', refusal: 'protocol' };
    const address = addressOf(request, this.#proxies);
    const device = await this.#accounts.deviceOf(presented.output.token);
    if (device === undefined) return { kind: 'refused', refusal: 'unauthorized' };
    const isCrowded =
      (this.#byUser.get(device.userId) ?? 0) >= this.#limits.socketsPerUser ||
      (this.#byAddress.get(address) ?? 0) >= this.#limits.socketsPerAddress;
    if (isCrowded) return { kind: 'refused', refusal: 'tooMany' };
    count(this.#byUser, device.userId, 1);
    count(this.#byAddress, address, 1);
    return { kind: 'admitted', device, address };
  }

  /** Lets an admitted socket go. */
  release({ device, address }: Admission & { kind: 'admitted' }): void {
    count(this.#byUser, device.userId, -1);
    count(this.#byAddress, address, -1);
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}
