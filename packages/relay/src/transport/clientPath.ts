import type { Allocation } from '../allocation/allocation.ts';

/** How a client reaches the relay. */
export type ClientTransport = 'udp' | 'tcp' | 'tls';

/** What a client has at the relay. */
export type Seat =
  | { readonly state: 'empty' }
  | { readonly state: 'allocating'; readonly transactionId: Buffer }
  | { readonly state: 'allocated'; readonly allocation: Allocation };

/** Nothing. */
export const emptySeat: Seat = { state: 'empty' };

/**
 * The way back to one client: RFC 8656's 5-tuple. It holds at most one allocation. Sending never waits and never
 * fails: a client that cannot take more loses packets, as on any network.
 */
export interface ClientPath {
  readonly transport: ClientTransport;
  readonly address: string;
  readonly port: number;
  /** The address of this machine that the client reached. */
  readonly reached: string;
  readonly seat: Seat;
  /** False once the client is gone. */
  readonly isOpen: boolean;
  sit: (seat: Seat) => void;
  /** Sends an answer. */
  answer: (message: Buffer) => void;
  /** Sends a Data indication. */
  deliver: (indication: Buffer) => void;
  /** Sends a payload over a channel. */
  deliverBy: (channel: number, payload: Buffer) => void;
}
