import type { AddressBook } from '../address/addressBook.ts';
import type { PeerFilter } from '../address/peerFilter.ts';
import type { Lifetimes, Quotas } from '../core/limits.ts';
import type { Quota } from '../allocation/quota.ts';
import type { RelayPorts } from '../allocation/portAllocator.ts';
import type { Reservations } from '../allocation/reservations.ts';
import type { AllocationTable } from '../allocation/allocationTable.ts';
import type { Guard, Sender } from '../auth/authenticate.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../codec/message.ts';
import type { Counters, RelayEvent } from '../core/stats.ts';
import type { Switchboard } from '../allocation/packetForwarder.ts';
import type { ClientPath } from '../transport/clientPath.ts';

/** Everything that carrying out requests needs, made once at the start. */
export interface RelayContext {
  readonly clock: Clock;
  readonly lifetimes: Lifetimes;
  readonly quotas: Quotas;
  readonly guard: Guard;
  readonly addresses: AddressBook;
  readonly filter: PeerFilter;
  readonly table: AllocationTable;
  readonly quota: Quota;
  readonly ports: RelayPorts;
  readonly reservations: Reservations;
  readonly switchboard: Switchboard;
  readonly counters: Counters;
  readonly tell: (event: RelayEvent) => void;
}

/** A request whose sender is known. */
export interface TurnRequest {
  readonly message: Message;
  readonly path: ClientPath;
  readonly sender: Sender;
}
