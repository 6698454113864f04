import type { ErrorCode } from '../codec/attributes.ts';

/** The transport between a client and the relay. */
export type ClientTransport = 'udp' | 'tcp' | 'tls';

/**
 * Why an allocation ended. `asked`: a Refresh with lifetime 0; `revoked`: its group has ended; `unused`: it had no
 * permission for too long; `displaced`: another user needed its slot.
 */
export type ReleaseReason =
  'asked' | 'expired' | 'disconnected' | 'revoked' | 'unused' | 'displaced' | 'closed';

/** An event for logs and metrics. It contains no user name and no address. */
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

/** Counts since the start. */
export interface Counters {
  packetsToPeers: number;
  bytesToPeers: number;
  packetsToClients: number;
  bytesToClients: number;
  /** Packets to peers that went to another allocation of this relay, without the network. */
  packetsInside: number;
  droppedWithoutPermission: number;
  droppedByFilter: number;
  /** Packets dropped because the send queue of a socket or connection was full. */
  droppedByCongestion: number;
  /** Packets dropped because their user, or all users together, sent or received too much. */
  droppedByBandwidth: number;
  malformed: number;
  /** Responses not sent because of the limit for unauthenticated sources. */
  responsesWithheld: number;
  connectionsRefused: number;
}

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
    droppedByBandwidth: 0,
    malformed: 0,
    responsesWithheld: 0,
    connectionsRefused: 0,
  };
}

/** A snapshot: counts since the start, and how much is open now. */
export interface RelayStats extends Readonly<Counters> {
  readonly allocations: number;
  readonly reservations: number;
  readonly connections: number;
}
