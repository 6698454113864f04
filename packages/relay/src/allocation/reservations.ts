import { randomBytes } from 'node:crypto';
import type { RelaySocket } from '../transport/relaySocket.ts';
import type { Place } from './quota.ts';

/** An open port that waits for its second allocation (RFC 8656, section 18.7). */
export interface Reservation {
  readonly socket: RelaySocket;
  readonly advertised: string;
  readonly userId: string;
  readonly place: Place;
}

interface Waiting extends Reservation {
  readonly expiresAtMs: number;
}

/** Ports kept for later, by token. Each takes up a place of its user's quota, which bounds them. */
export class Reservations {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Keeps a port until then; returns the token for it. */
  keep(reservation: Reservation, expiresAtMs: number): Buffer {
    const token = randomBytes(8);
    this.#waiting.set(token.toString('hex'), { ...reservation, expiresAtMs });
    return token;
  }

  /** Hands a port over to the user for whom it is kept; undefined for a wrong or late token. */
  redeem(token: Buffer, userId: string, nowMs: number): Reservation | undefined {
    const name = token.toString('hex');
    const found = this.#waiting.get(name);
    if (found === undefined || found.userId !== userId || found.expiresAtMs <= nowMs) return undefined;
    this.#waiting.delete(name);
    return found;
  }

  /** Closes ports that nobody came for. */
  sweep(nowMs: number): void {
    for (const [name, { socket, place, expiresAtMs }] of this.#waiting) {
      if (expiresAtMs > nowMs) continue;
      this.#waiting.delete(name);
      socket.close();
      place.leave();
    }
  }

  /** Closes all. */
  clear(): void {
    this.sweep(Number.POSITIVE_INFINITY);
  }
}
