import type { ClientPath } from '../allocation/allocation.ts';
import type { HostAddresses } from '../address/hostAddresses.ts';
import type { PeerFilter } from '../address/peerFilter.ts';
import type { Lifetimes, Quotas } from '../core/limits.ts';
import type { Bandwidth } from '../allocation/bandwidth.ts';
import type { Quota } from '../allocation/quota.ts';
import type { PortAllocator } from '../allocation/portAllocator.ts';
import type { Reservations } from '../allocation/reservations.ts';
import type { AllocationTable } from '../allocation/allocationTable.ts';
import type { AuthConfig, Sender } from '../auth/authenticate.ts';
import type { Grants } from '../auth/grants.ts';
import type { Clock } from '../core/options.ts';
import { errorField, type ErrorCode, type Field } from '../codec/attributes.ts';
import type { Message } from '../codec/message.ts';
import type { Counters, RelayEvent } from '../core/stats.ts';
import type { PacketForwarder } from '../allocation/packetForwarder.ts';

/** The state of the relay that request handlers share. */
export interface RelayContext {
  readonly clock: Clock;
  readonly lifetimes: Lifetimes;
  readonly quotas: Quotas;
  readonly auth: AuthConfig;
  readonly grants: Grants;
  readonly addresses: HostAddresses;
  readonly filter: PeerFilter;
  readonly table: AllocationTable;
  readonly quota: Quota;
  readonly bandwidth: Bandwidth;
  readonly ports: PortAllocator;
  readonly reservations: Reservations;
  readonly forwarder: PacketForwarder;
  readonly counters: Counters;
  readonly onEvent: (event: RelayEvent) => void;
}

/** A request with its authenticated sender. */
export interface TurnRequest {
  readonly message: Message;
  readonly path: ClientPath;
  readonly sender: Sender;
}

/**
 * The result of a request. There is no response if a retransmission arrives while the request is still being handled, or if
 * the client has disconnected.
 */
export type Reply =
  | { readonly outcome: 'success'; readonly fields: readonly Field[] }
  | { readonly outcome: 'error'; readonly code: ErrorCode; readonly fields: readonly Field[] }
  | { readonly outcome: 'noResponse' };

export function success(...fields: readonly Field[]): Reply {
  return { outcome: 'success', fields };
}

export function failure(code: ErrorCode, ...fields: readonly Field[]): Reply {
  return { outcome: 'error', code, fields: [errorField(code), ...fields] };
}

export const noResponse: Reply = { outcome: 'noResponse' };
