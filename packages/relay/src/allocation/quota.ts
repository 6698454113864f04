import type { Quotas } from '../core/limits.ts';

/** A slot that an allocation or a reserved port occupies. */
export interface QuotaSlot {
  /** Idempotent. */
  readonly release: () => void;
}

/** The user of a slot, and their address or, for IPv6, their /64 network. */
export interface Holder {
  readonly userId: string;
  readonly network: string;
}

/** Ends an allocation of a holder, which frees its slot. Returns false if the holder has none that can be ended. */
export type Displace = (holder: Holder) => boolean;

/** The slots of one network, by user. */
interface NetworkSlots {
  readonly network: string;
  readonly byUser: Map<string, number>;
  total: number;
}

/**
 * Counts slots by user, by network and in total. Where a network or the whole relay is full, a holder of many slots gives
 * one up to a holder of at least two fewer, so the greedy cannot lock out others.
 */
export class Quota {
  readonly #quotas: Pick<Quotas, 'perUser' | 'perAddress' | 'total'>;
  readonly #byUser = new Map<string, number>();
  readonly #byNetwork = new Map<string, NetworkSlots>();
  #total = 0;

  constructor(quotas: Pick<Quotas, 'perUser' | 'perAddress' | 'total'>) {
    this.#quotas = quotas;
  }

  /** Takes a slot; undefined if the share of the user or of the network is used up. */
  take(holder: Holder, displace: Displace): QuotaSlot | undefined {
    const { perUser, perAddress, total } = this.#quotas;
    if ((this.#byUser.get(holder.userId) ?? 0) >= perUser) return undefined;
    const ofNetwork = (): number => this.#byNetwork.get(holder.network)?.total ?? 0;
    if (ofNetwork() >= perAddress && !this.#makeRoomIn(holder, displace)) return undefined;
    if (this.#total >= total && !this.#makeRoom(holder, displace)) return undefined;
    if (ofNetwork() >= perAddress || this.#total >= total) return undefined;
    return this.#occupy(holder);
  }

  /** Frees a slot of the greediest network, or else one of the holder's own network. */
  #makeRoom(holder: Holder, displace: Displace): boolean {
    const own = this.#byNetwork.get(holder.network)?.total ?? 0;
    const greediest = maxBy(this.#byNetwork.values(), ({ total }) => total);
    if (greediest === undefined || greediest.total < own + 2) return this.#makeRoomIn(holder, displace);
    const [userId] = maxBy(greediest.byUser, ([, slots]) => slots) ?? [];
    return userId !== undefined && displace({ userId, network: greediest.network });
  }

  /** Frees a slot of the greediest user in the holder's network. */
  #makeRoomIn({ userId: own, network }: Holder, displace: Displace): boolean {
    const { byUser } = this.#byNetwork.get(network) ?? { byUser: new Map<string, number>() };
    const [userId, slots] = maxBy(byUser, (entry) => entry[1]) ?? [undefined, 0];
    if (userId === undefined || slots < (byUser.get(own) ?? 0) + 2) return false;
    return displace({ userId, network });
  }

  #occupy(holder: Holder): QuotaSlot {
    this.#count(holder, 1);
    let isTaken = true;
    return {
      release: () => {
        if (isTaken) this.#count(holder, -1);
        isTaken = false;
      },
    };
  }

  #count({ userId, network }: Holder, change: 1 | -1): void {
    const slots = this.#byNetwork.get(network) ?? { network, byUser: new Map<string, number>(), total: 0 };
    slots.total += change;
    this.#total += change;
    add(slots.byUser, userId, change);
    add(this.#byUser, userId, change);
    if (slots.total === 0) this.#byNetwork.delete(network);
    else this.#byNetwork.set(network, slots);
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function maxBy<T>(items: Iterable<T>, valueOf: (item: T) => number): T | undefined {
  let best: T | undefined;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const value = valueOf(item);
    if (value <= bestValue) continue;
    best = item;
    bestValue = value;
  }
  return best;
}
