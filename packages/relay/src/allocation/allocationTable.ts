import { EndpointMap } from '../address/endpointMap.ts';
import type { RelayEvent, ReleaseReason } from '../core/stats.ts';
import { noAllocation, type Allocation } from './allocation.ts';
import type { Holder } from './quota.ts';

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

  /**
   * Ends the least used allocation of a holder: the one that carried nothing for the longest time, or the newest. What a
   * call needs and uses is not taken away.
   */
  displace({ userId, network }: Holder, nowMs: number): boolean {
    let least: Allocation | undefined;
    let count = 0;
    for (const allocation of this.#all) {
      if (allocation.owner.userId !== userId || allocation.owner.network !== network) continue;
      count += 1;
      if (least === undefined || idleMs(allocation, nowMs) >= idleMs(least, nowMs)) least = allocation;
    }
    if (least === undefined || (idleMs(least, nowMs) === 0 && count <= neededByCall)) return false;
    this.remove(least, 'displaced', nowMs);
    return true;
  }

  /** Ends allocations that expired or were not used, and removes expired permissions and channels of the others. */
  sweep(nowMs: number, unusedMs: number): void {
    for (const allocation of this.#all) {
      allocation.sweep(nowMs);
      if (allocation.expiresAtMs <= nowMs) this.remove(allocation, 'expired', nowMs);
      else if (nowMs - allocation.permittedAtMs >= unusedMs) this.remove(allocation, 'unused', nowMs);
    }
  }

  /** Ends all allocations. */
  clear(nowMs: number): void {
    for (const allocation of this.#all) this.remove(allocation, 'closed', nowMs);
  }
}

/** A call uses one or two links, each over one or two allocations at a time. */
const neededByCall = 8;
/** Shorter gaps are normal: a standby is checked every few seconds. */
const carriesMs = 30_000;

/** How long an allocation has carried nothing; 0 for one that is in use. */
function idleMs({ carriedAtMs, bytesToPeers, bytesToClient }: Allocation, nowMs: number): number {
  const hasCarried = bytesToPeers + bytesToClient > 0;
  return hasCarried && nowMs - carriedAtMs < carriesMs ? 0 : nowMs - carriedAtMs + 1;
}
