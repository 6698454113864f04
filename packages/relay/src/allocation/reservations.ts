import { randomBytes } from 'node:crypto';
import type { RelaySocket } from './portAllocator.ts';
import type { QuotaSlot } from './quota.ts';

/** An open port, reserved for a second allocation (RFC 8656, section 18.7). */
export interface Reservation {
  readonly socket: RelaySocket;
  readonly advertised: string;
  readonly userId: string;
  readonly slot: QuotaSlot;
}

interface PendingReservation extends Reservation {
  readonly expiresAtMs: number;
}

/** Reserved ports by token. Each occupies a slot of its user's quota, which bounds their number. */
export class Reservations {
  readonly #pending = new Map<string, PendingReservation>();

  get size(): number {
    return this.#pending.size;
  }

  /** Reserves a port and returns its token. */
  add(reservation: Reservation, expiresAtMs: number): Buffer {
    const token = randomBytes(8);
    this.#pending.set(token.toString('hex'), { ...reservation, expiresAtMs });
    return token;
  }

  /** Removes and returns a reservation; undefined for an unknown or expired token, or one of another user. */
  redeem(token: Buffer, userId: string, nowMs: number): Reservation | undefined {
    const name = token.toString('hex');
    const found = this.#pending.get(name);
    if (found === undefined || found.userId !== userId || found.expiresAtMs <= nowMs) return undefined;
    this.#pending.delete(name);
    return found;
  }

  /** Closes ports whose reservation expired. */
  sweep(nowMs: number): void {
    for (const [name, { socket, slot, expiresAtMs }] of this.#pending) {
      if (expiresAtMs > nowMs) continue;
      this.#pending.delete(name);
      socket.close();
      slot.release();
    }
  }

  /** Closes all reserved ports. */
  clear(): void {
    this.sweep(Number.POSITIVE_INFINITY);
  }
}
