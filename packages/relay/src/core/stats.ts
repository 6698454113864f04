import type { ErrorCode } from '../codec/errorCodes.ts';
import type { ClientTransport } from '../transport/clientPath.ts';

/** Why an allocation went away. */
export type ReleaseReason = 'asked' | 'expired' | 'disconnected' | 'closed';

/** What happened, for logs and metrics. Names no user and no address. */
export type RelayEvent =
  | { readonly type: 'allocated'; readonly transport: ClientTransport; readonly family: 4 | 6 }
  | {
      readonly type: 'released';
      readonly transport: ClientTransport;
      readonly reason: ReleaseReason;
      readonly livedMs: number;
      readonly bytesToPeers: number;
      readonly bytesToClient: number;
    }
  | { readonly type: 'refused'; readonly code: ErrorCode };

/** Counted since the start. */
export interface Counters {
  packetsToPeers: number;
  bytesToPeers: number;
  packetsToClients: number;
  bytesToClients: number;
  /** Of the packets to peers, those that went to another allocation here and took no network hop. */
  packetsInside: number;
  droppedWithoutPermission: number;
  droppedByFilter: number;
  /** Packets that a socket or connection had no room for. */
  droppedByCongestion: number;
  malformed: number;
  /** Answers not given, because one source asked too often. */
  answersWithheld: number;
  connectionsRefused: number;
}

/** Counters, all at zero. */
export function newCounters(): Counters {
  return {
    packetsToPeers: 0,
    bytesToPeers: 0,
    packetsToClients: 0,
    bytesToClients: 0,
    packetsInside: 0,
    droppedWithoutPermission: 0,
    droppedByFilter: 0,
    droppedByCongestion: 0,
    malformed: 0,
    answersWithheld: 0,
    connectionsRefused: 0,
  };
}

/** A look at the relay. */
export interface RelayStats extends Readonly<Counters> {
  /** Alive now. */
  readonly allocations: number;
  readonly reservations: number;
  readonly connections: number;
}
