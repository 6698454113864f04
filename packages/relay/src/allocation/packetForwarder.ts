import type { PeerFilter } from '../address/peerFilter.ts';
import type { Allocation } from './allocation.ts';
import type { AllocationTable } from './allocationTable.ts';
import type { Clock } from '../core/clock.ts';
import { dataIndication } from '../codec/indications.ts';
import type { Counters } from '../core/stats.ts';

/**
 * Carries payloads between clients and peers. This is what the relay does all day: no step here makes a copy, or an
 * object, that the packet does not need.
 */
export class Switchboard {
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
   * Sends a client's payload to a peer. The peer is judged anew for every packet, by address and port: it may be an
   * allocation here, which is served without leaving the process, or what the filter lets out.
   *
   * @param nowMs the clock's time, which whoever looked up the channel has read already
   */
  toPeer(allocation: Allocation, address: string, port: number, payload: Buffer, nowMs: number): void {
    if (allocation.expiresAtMs <= nowMs || !allocation.permits(address, nowMs)) {
      this.#counters.droppedWithoutPermission += 1;
      return;
    }
    const neighbor = this.#table.at(address, port);
    if (neighbor !== undefined) {
      this.#counters.packetsInside += 1;
      this.#toClient(neighbor, allocation.relayed.address, allocation.relayed.port, payload, nowMs);
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
   * Takes a packet that a peer sent over the network. One from this machine's own addresses is no allocation's, for
   * those do not take this way.
   */
  fromPeer(allocation: Allocation, address: string, port: number, payload: Buffer): void {
    if (this.#filter.allows(address)) this.#toClient(allocation, address, port, payload, this.#clock.nowMs());
    else this.#counters.droppedByFilter += 1;
  }

  #toClient(allocation: Allocation, address: string, port: number, payload: Buffer, nowMs: number): void {
    if (allocation.expiresAtMs <= nowMs || !allocation.permits(address, nowMs)) {
      this.#counters.droppedWithoutPermission += 1;
      return;
    }
    allocation.bytesToClient += payload.length;
    this.#counters.packetsToClients += 1;
    this.#counters.bytesToClients += payload.length;
    const channel = allocation.channelTo(address, port, nowMs);
    if (channel !== undefined) allocation.path.deliverBy(channel.number, payload);
    else allocation.path.deliver(dataIndication({ address, port }, payload));
  }
}
