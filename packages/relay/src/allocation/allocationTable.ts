import { EndpointMap } from '../address/endpointMap.ts';
import type { RelayEvent, ReleaseReason } from '../core/stats.ts';
import { noAllocation, type Allocation } from './allocation.ts';

/** All current allocations, by their public relayed address. */
export class AllocationTable {
  readonly #all = new Set<Allocation>();
  readonly #byRelayed = new EndpointMap<Allocation>();
  readonly #perClient = new Map<string, number>();
  readonly #onEvent: (event: RelayEvent) => void;

  constructor(onEvent: (event: RelayEvent) => void) {
    this.#onEvent = onEvent;
  }

  get size(): number {
    return this.#all.size;
  }

  /** The allocation with this relayed address. */
  at(address: string, port: number): Allocation | undefined {
    return this.#byRelayed.get(address, port);
  }

  /** Whether an allocation is relayed at this address, at any port. */
  hasAddress(address: string): boolean {
    return this.#byRelayed.hasAddress(address);
  }

  /** Whether a client at this address has an allocation, which proves that it receives our responses. */
  serves(address: string): boolean {
    return this.#perClient.has(address);
  }

  add(allocation: Allocation): void {
    const { path, relayed, family } = allocation;
    this.#all.add(allocation);
    this.#byRelayed.set(relayed.address, relayed.port, allocation);
    this.#perClient.set(path.address, (this.#perClient.get(path.address) ?? 0) + 1);
    path.setAllocation({ kind: 'allocated', allocation });
    this.#onEvent({ type: 'allocated', transport: path.transport, family });
  }

  /** Ends an allocation. Idempotent. */
  remove(allocation: Allocation, reason: ReleaseReason, nowMs: number): void {
    if (!this.#all.delete(allocation)) return;
    const { path, relayed, bytesToClient, bytesToPeers } = allocation;
    this.#byRelayed.delete(relayed.address, relayed.port);
    const left = (this.#perClient.get(path.address) ?? 1) - 1;
    if (left === 0) this.#perClient.delete(path.address);
    else this.#perClient.set(path.address, left);
    allocation.end();
    path.setAllocation(noAllocation);
    const livedMs = nowMs - allocation.createdAtMs;
    this.#onEvent({
      type: 'released',
      transport: path.transport,
      reason,
      livedMs,
      bytesToPeers,
      bytesToClient,
    });
  }

  /** Puts the allocations of a user name into a group; needed where the name is known only after its first request. */
  assign(username: string, group: string): void {
    for (const allocation of this.#all) {
      if (allocation.owner.username === username) allocation.group = group;
    }
  }

  /** Ends all allocations of a group. */
  endGroup(group: string, nowMs: number): void {
    for (const allocation of this.#all) {
      if (allocation.group === group) this.remove(allocation, 'revoked', nowMs);
    }
  }

  /** Ends expired allocations, and removes expired permissions and channels of the others. */
  sweep(nowMs: number): void {
    for (const allocation of this.#all) {
      if (allocation.expiresAtMs <= nowMs) this.remove(allocation, 'expired', nowMs);
      else allocation.sweep(nowMs);
    }
  }

  /** Ends all allocations. */
  clear(nowMs: number): void {
    for (const allocation of this.#all) this.remove(allocation, 'closed', nowMs);
  }
}
