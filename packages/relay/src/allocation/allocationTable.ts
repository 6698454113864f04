import { EndpointMap } from '../address/endpointMap.ts';
import { emptySeat } from '../transport/clientPath.ts';
import type { RelayEvent, ReleaseReason } from '../core/stats.ts';
import type { Allocation } from './allocation.ts';

/** All allocations that live, by the address that the world sees. */
export class AllocationTable {
  readonly #all = new Set<Allocation>();
  readonly #byRelayed = new EndpointMap<Allocation>();
  readonly #perClient = new Map<string, number>();
  readonly #tell: (event: RelayEvent) => void;

  constructor(tell: (event: RelayEvent) => void) {
    this.#tell = tell;
  }

  get size(): number {
    return this.#all.size;
  }

  /** The allocation whose relayed address this is. */
  at(address: string, port: number): Allocation | undefined {
    return this.#byRelayed.get(address, port);
  }

  /** Whether any allocation has this relayed address. */
  livesAt(address: string): boolean {
    return this.#byRelayed.hasAddress(address);
  }

  /** Whether a client at this address has an allocation: somebody there has credentials, and gets our answers. */
  serves(address: string): boolean {
    return this.#perClient.has(address);
  }

  add(allocation: Allocation): void {
    const { path, relayed, family } = allocation;
    this.#all.add(allocation);
    this.#byRelayed.set(relayed.address, relayed.port, allocation);
    this.#perClient.set(path.address, (this.#perClient.get(path.address) ?? 0) + 1);
    path.sit({ state: 'allocated', allocation });
    this.#tell({ type: 'allocated', transport: path.transport, family });
  }

  /** Ends an allocation; one that has ended already stays as it is. */
  remove(allocation: Allocation, reason: ReleaseReason, nowMs: number): void {
    if (!this.#all.delete(allocation)) return;
    const { path, relayed, bytesToClient, bytesToPeers } = allocation;
    this.#byRelayed.delete(relayed.address, relayed.port);
    const left = (this.#perClient.get(path.address) ?? 1) - 1;
    if (left === 0) this.#perClient.delete(path.address);
    else this.#perClient.set(path.address, left);
    allocation.end();
    path.sit(emptySeat);
    const livedMs = nowMs - allocation.madeAtMs;
    this.#tell({
      type: 'released',
      transport: path.transport,
      reason,
      livedMs,
      bytesToPeers,
      bytesToClient,
    });
  }

  /** Ends what is expired, and frees what expired inside of what goes on. */
  sweep(nowMs: number): void {
    for (const allocation of this.#all) {
      if (allocation.expiresAtMs <= nowMs) this.remove(allocation, 'expired', nowMs);
      else allocation.sweep(nowMs);
    }
  }

  /** Ends all. */
  clear(nowMs: number): void {
    for (const allocation of this.#all) this.remove(allocation, 'closed', nowMs);
  }
}
