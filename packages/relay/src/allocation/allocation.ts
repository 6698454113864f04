import { EndpointMap } from '../address/endpointMap.ts';
import type { Endpoint, Family } from '../address/ip.ts';
import type { Sender } from '../auth/authenticate.ts';
import type { ClientPath } from '../transport/clientPath.ts';
import type { RelaySocket } from '../transport/relaySocket.ts';
import type { Quotas } from '../core/limits.ts';
import type { Place } from './quota.ts';

/** A short name for a peer, which saves 32 bytes a packet. */
export interface Channel {
  readonly number: number;
  readonly peer: Endpoint;
  readonly expiresAtMs: number;
}

/** What an allocation is made of. */
export interface AllocationParts {
  readonly path: ClientPath;
  readonly owner: Pick<Sender, 'username' | 'userId'>;
  /** The relayed address as the world sees it. */
  readonly relayed: Endpoint;
  readonly family: Family;
  readonly socket: RelaySocket;
  /** Its place in the quota, given back at its end. */
  readonly place: Place;
  readonly madeAtMs: number;
}

/**
 * One relayed port of one client: who may send to it, and by which channels. Pure but for the socket that it keeps;
 * whoever asks brings the time, and what is expired does not count even before it is swept away.
 */
export class Allocation {
  readonly path: ClientPath;
  readonly owner: Pick<Sender, 'username' | 'userId'>;
  readonly relayed: Endpoint;
  readonly family: Family;
  readonly socket: RelaySocket;
  readonly madeAtMs: number;
  expiresAtMs: number;
  /** Payload in both directions. */
  bytesToPeers = 0;
  bytesToClient = 0;
  readonly #quotas: Quotas;
  readonly #place: Place;
  readonly #permittedUntilMs = new Map<string, number>();
  readonly #byNumber = new Map<number, Channel>();
  readonly #byPeer = new EndpointMap<Channel>();

  constructor(parts: AllocationParts, expiresAtMs: number, quotas: Quotas) {
    this.path = parts.path;
    this.owner = parts.owner;
    this.relayed = parts.relayed;
    this.family = parts.family;
    this.socket = parts.socket;
    this.madeAtMs = parts.madeAtMs;
    this.expiresAtMs = expiresAtMs;
    this.#quotas = quotas;
    this.#place = parts.place;
  }

  /** Whether packets may go to and come from an address now. */
  permits(address: string, nowMs: number): boolean {
    return (this.#permittedUntilMs.get(address) ?? 0) > nowMs;
  }

  /** Whether these addresses can be permitted too. */
  hasRoomFor(addresses: readonly string[]): boolean {
    const added = new Set(addresses.filter((address) => !this.#permittedUntilMs.has(address)));
    return this.#permittedUntilMs.size + added.size <= this.#quotas.permissionsPerAllocation;
  }

  /** Permits an address, or permits it for longer. Ask {@link hasRoomFor} first. */
  permit(address: string, untilMs: number): void {
    this.#permittedUntilMs.set(address, untilMs);
  }

  /** Binds a channel, or keeps it for longer. A number has one peer, and a peer one number. */
  bind(number: number, peer: Endpoint, untilMs: number, nowMs: number): 'done' | 'full' | 'conflict' {
    const atNumber = this.channel(number, nowMs);
    const atPeer = this.channelTo(peer.address, peer.port, nowMs);
    if (atNumber !== atPeer) return 'conflict';
    if (atNumber === undefined && this.#byNumber.size >= this.#quotas.channelsPerAllocation) return 'full';
    this.#forget(this.#byNumber.get(number));
    this.#forget(this.#byPeer.get(peer.address, peer.port));
    const channel: Channel = { number, peer, expiresAtMs: untilMs };
    this.#byNumber.set(number, channel);
    this.#byPeer.set(peer.address, peer.port, channel);
    return 'done';
  }

  /** The channel with a number. */
  channel(number: number, nowMs: number): Channel | undefined {
    const channel = this.#byNumber.get(number);
    return channel === undefined || channel.expiresAtMs <= nowMs ? undefined : channel;
  }

  /** The channel that is bound to a peer. */
  channelTo(address: string, port: number, nowMs: number): Channel | undefined {
    const channel = this.#byPeer.get(address, port);
    return channel === undefined || channel.expiresAtMs <= nowMs ? undefined : channel;
  }

  /** Lets go of its socket and its place. */
  end(): void {
    this.socket.close();
    this.#place.leave();
  }

  /** Frees what is expired. */
  sweep(nowMs: number): void {
    for (const [address, untilMs] of this.#permittedUntilMs) {
      if (untilMs <= nowMs) this.#permittedUntilMs.delete(address);
    }
    for (const channel of this.#byNumber.values()) {
      if (channel.expiresAtMs <= nowMs) this.#forget(channel);
    }
  }

  #forget(channel: Channel | undefined): void {
    if (channel === undefined) return;
    this.#byNumber.delete(channel.number);
    this.#byPeer.delete(channel.peer.address, channel.peer.port);
  }
}
