import { EndpointMap } from '../address/endpointMap.ts';
import type { Endpoint, Family } from '../address/ip.ts';
import type { Sender } from '../auth/authenticate.ts';
import type { Quotas } from '../core/limits.ts';
import type { ClientTransport } from '../core/stats.ts';
import type { UserBandwidth } from './bandwidth.ts';
import type { RelaySocket } from './portAllocator.ts';
import type { Holder, QuotaSlot } from './quota.ts';

/*
 *            Allocate                opened
 *   none ──────────────> allocating ────────> allocated
 *     ^                       │                   │
 *     └──────── failed ───────┘                   │
 *     └─── Refresh to 0, expired, disconnected ───┘
 */

/** The allocation of one client. */
export type AllocationState =
  | { readonly kind: 'none' }
  | { readonly kind: 'allocating'; readonly transactionId: Buffer }
  | { readonly kind: 'allocated'; readonly allocation: Allocation };

export const noAllocation: AllocationState = { kind: 'none' };

/**
 * The path to one client, the 5-tuple of RFC 8656. It has at most one allocation. Sending never waits and never fails: a
 * client that is too slow loses packets, as on any network.
 */
export interface ClientPath {
  readonly transport: ClientTransport;
  readonly address: string;
  readonly port: number;
  /** The local address to which the client sends. */
  readonly localAddress: string;
  readonly allocationState: AllocationState;
  /** False once the client has disconnected. */
  readonly isOpen: boolean;
  setAllocation: (state: AllocationState) => void;
  sendResponse: (message: Buffer) => void;
  /** Sends a Data indication. */
  sendIndication: (indication: Buffer) => void;
  sendChannelData: (channel: number, payload: Buffer) => void;
}

/** A channel replaces the peer's address in packets, which saves 32 bytes each. */
export interface Channel {
  readonly number: number;
  readonly peer: Endpoint;
  readonly expiresAtMs: number;
}

/** The user to whom an allocation counts, and their address or IPv6 /64. */
export type AllocationOwner = Pick<Sender, 'username' | 'userId'> & Holder;

export interface AllocationDeps {
  readonly path: ClientPath;
  readonly owner: AllocationOwner;
  /** The public relayed address. */
  readonly relayed: Endpoint;
  readonly family: Family;
  readonly socket: RelaySocket;
  /** Both are released when the allocation ends. */
  readonly slot: QuotaSlot;
  readonly bandwidth: UserBandwidth;
  readonly createdAtMs: number;
  /** The group with which the allocation ends, if its user name was issued for one. */
  readonly group: string | undefined;
}

/**
 * The relayed port of a client, with its permissions and channels. Callers pass the time. Expired permissions and channels
 * do not count, even before {@link sweep} removes them.
 */
export class Allocation {
  readonly path: ClientPath;
  readonly owner: AllocationOwner;
  readonly relayed: Endpoint;
  readonly family: Family;
  readonly socket: RelaySocket;
  readonly bandwidth: UserBandwidth;
  readonly createdAtMs: number;
  group: string | undefined;
  expiresAtMs: number;
  bytesToPeers = 0;
  bytesToClient = 0;
  /** When it last had a permission, and when it last carried a packet, both as of the last sweep. */
  permittedAtMs: number;
  carriedAtMs: number;
  readonly #quotas: Quotas;
  readonly #slot: QuotaSlot;
  readonly #permittedUntilMs = new Map<string, number>();
  readonly #byNumber = new Map<number, Channel>();
  readonly #byPeer = new EndpointMap<Channel>();
  #sweptBytes = 0;

  constructor(deps: AllocationDeps, expiresAtMs: number, quotas: Quotas) {
    this.path = deps.path;
    this.owner = deps.owner;
    this.relayed = deps.relayed;
    this.family = deps.family;
    this.socket = deps.socket;
    this.bandwidth = deps.bandwidth;
    this.createdAtMs = deps.createdAtMs;
    this.permittedAtMs = deps.createdAtMs;
    this.carriedAtMs = deps.createdAtMs;
    this.group = deps.group;
    this.expiresAtMs = expiresAtMs;
    this.#quotas = quotas;
    this.#slot = deps.slot;
  }

  /** Whether packets to and from an address are permitted. */
  permits(address: string, nowMs: number): boolean {
    return (this.#permittedUntilMs.get(address) ?? 0) > nowMs;
  }

  /** Whether the quota allows permissions for these addresses. */
  hasRoomFor(addresses: readonly string[]): boolean {
    const added = new Set(addresses.filter((address) => !this.#permittedUntilMs.has(address)));
    return this.#permittedUntilMs.size + added.size <= this.#quotas.permissionsPerAllocation;
  }

  /** Adds or extends a permission. Check {@link hasRoomFor} first. */
  permit(address: string, untilMs: number): void {
    this.#permittedUntilMs.set(address, untilMs);
  }

  /** Binds or extends a channel. A number has one peer, and a peer has one number. */
  bind(number: number, peer: Endpoint, untilMs: number, nowMs: number): 'done' | 'full' | 'conflict' {
    const atNumber = this.channel(number, nowMs);
    const atPeer = this.channelTo(peer.address, peer.port, nowMs);
    if (atNumber !== atPeer) return 'conflict';
    if (atNumber === undefined && this.#byNumber.size >= this.#quotas.channelsPerAllocation) return 'full';
    this.#unbind(this.#byNumber.get(number));
    this.#unbind(this.#byPeer.get(peer.address, peer.port));
    const channel: Channel = { number, peer, expiresAtMs: untilMs };
    this.#byNumber.set(number, channel);
    this.#byPeer.set(peer.address, peer.port, channel);
    return 'done';
  }

  channel(number: number, nowMs: number): Channel | undefined {
    const channel = this.#byNumber.get(number);
    return channel === undefined || channel.expiresAtMs <= nowMs ? undefined : channel;
  }

  channelTo(address: string, port: number, nowMs: number): Channel | undefined {
    const channel = this.#byPeer.get(address, port);
    return channel === undefined || channel.expiresAtMs <= nowMs ? undefined : channel;
  }

  /** Closes the socket and releases the quota slot. */
  end(): void {
    this.socket.close();
    this.#slot.release();
    this.bandwidth.release();
  }

  /** Removes expired permissions and channels, and notes whether the allocation is in use. */
  sweep(nowMs: number): void {
    const bytes = this.bytesToPeers + this.bytesToClient;
    if (bytes !== this.#sweptBytes) this.carriedAtMs = nowMs;
    this.#sweptBytes = bytes;
    if (this.#permittedUntilMs.size > 0) this.permittedAtMs = nowMs;
    for (const [address, untilMs] of this.#permittedUntilMs) {
      if (untilMs <= nowMs) this.#permittedUntilMs.delete(address);
    }
    for (const channel of this.#byNumber.values()) {
      if (channel.expiresAtMs <= nowMs) this.#unbind(channel);
    }
  }

  #unbind(channel: Channel | undefined): void {
    if (channel === undefined) return;
    this.#byNumber.delete(channel.number);
    this.#byPeer.delete(channel.peer.address, channel.peer.port);
  }
}
