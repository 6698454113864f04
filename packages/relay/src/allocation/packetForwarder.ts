import type { PeerFilter } from '../address/peerFilter.ts';
import type { Allocation } from './allocation.ts';
import type { AllocationTable } from './allocationTable.ts';
import type { Clock } from '../core/options.ts';
import { dataIndication } from '../codec/indications.ts';
import type { Counters } from '../core/stats.ts';

/**
 * Forwards payloads between clients and peers. This is the hot path, so it avoids copies and allocations per packet.
 */
export class PacketForwarder {
  readonly #clock: Clock;
  readonly #table: AllocationTable;
  readonly #filter: PeerFilter;
  readonly #counters: Counters;

  constructor(clock: Clock, table: AllocationTable, filter: PeerFilter, counters: Counters) {
    this.#clock = clock;
    this.#table = table;
    this.#filter = filter;
    this.#counters = counters;
  }

  /**
   * Sends a client's payload to a peer. Every packet is checked by address and port: the peer is either an allocation of
   * this relay, which gets the payload inside the process, or an address that the filter allows.
   *
   * @param nowMs the clock's time, passed because the caller has read it already
   */
  toPeer(allocation: Allocation, address: string, port: number, payload: Buffer, nowMs: number): void {
    if (allocation.expiresAtMs <= nowMs || !allocation.permits(address, nowMs)) {
      this.#counters.droppedWithoutPermission += 1;
      return;
    }
    if (!allocation.bandwidth.send(payload.length, nowMs)) {
      this.#counters.droppedByBandwidth += 1;
      return;
    }
    const neighbor = this.#table.at(address, port);
    if (neighbor !== undefined) {
      this.#counters.packetsInside += 1;
      this.#toClient('inside', neighbor, allocation.relayed.address, allocation.relayed.port, payload, nowMs);
    } else if (!this.#filter.allows(address)) {
      this.#counters.droppedByFilter += 1;
      return;
    } else if (!allocation.socket.send(payload, address, port)) {
      this.#counters.droppedByCongestion += 1;
      return;
    }
    allocation.bytesToPeers += payload.length;
    this.#counters.packetsToPeers += 1;
    this.#counters.bytesToPeers += payload.length;
  }

  /**
   * Handles a packet that came over the network. A packet from this machine's own addresses is dropped: it is not from an
   * allocation, because those are forwarded inside the process.
   */
  fromPeer(allocation: Allocation, address: string, port: number, payload: Buffer): void {
    if (this.#filter.allows(address))
      this.#toClient('outside', allocation, address, port, payload, this.#clock.nowMs());
    else this.#counters.droppedByFilter += 1;
  }

  #toClient(
    from: 'inside' | 'outside',
    allocation: Allocation,
    address: string,
    port: number,
    payload: Buffer,
    nowMs: number,
  ): void {
    if (allocation.expiresAtMs <= nowMs || !allocation.permits(address, nowMs)) {
      this.#counters.droppedWithoutPermission += 1;
      return;
    }
    if (!allocation.bandwidth.receive(from, payload.length, nowMs)) {
      this.#counters.droppedByBandwidth += 1;
      return;
    }
    allocation.bytesToClient += payload.length;
    this.#counters.packetsToClients += 1;
    this.#counters.bytesToClients += payload.length;
    const channel = allocation.channelTo(address, port, nowMs);
    if (channel !== undefined) allocation.path.sendChannelData(channel.number, payload);
    else allocation.path.sendIndication(dataIndication({ address, port }, payload));
  }
}
