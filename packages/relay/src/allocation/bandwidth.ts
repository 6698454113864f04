import type { Quotas } from '../core/limits.ts';

type BandwidthQuotas = Pick<Quotas, 'bytesPerSecondPerUser' | 'bytesPerSecond'>;

/** How much may be sent at once after a pause, in ms of the rate: a key frame of a video, but not a second of it. */
const burstMs = 500;
/** The least burst, so that a low rate still lets whole packets through. */
const minBurstBytes = 16 << 10;
/** Users count as active for one to two of these. */
const windowMs = 1000;
/** Time over which a user's rate is averaged: longer than the gaps between frames. */
const averageMs = 250;

/** A token bucket over bytes. Its fields are numbers only, because every packet passes one. */
class ByteBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs = 0;

  constructor(bytesPerSecond: number) {
    this.#perMs = bytesPerSecond / 1000;
    this.#burst = Math.max(this.#perMs * burstMs, minBurstBytes);
    this.#tokens = this.#burst;
  }

  refill(nowMs: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }

  has(bytes: number): boolean {
    return this.#tokens >= bytes;
  }

  get isLow(): boolean {
    return this.#tokens < this.#burst / 2;
  }

  spend(bytes: number): void {
    this.#tokens -= bytes;
  }
}

/** What one user may send and receive, over all of their allocations. */
export interface UserBandwidth {
  /** Counts a packet from the user; false if it must be dropped. */
  readonly send: (bytes: number, nowMs: number) => boolean;
  /**
   * Counts a packet to the user; false if it must be dropped. One from `inside`, from another user of this relay, has been
   * counted in the total already.
   */
  readonly receive: (from: 'inside' | 'outside', bytes: number, nowMs: number) => boolean;
  /** Call once for each allocation that ends. */
  readonly release: () => void;
}

class UserShare {
  readonly up: ByteBucket;
  readonly down: ByteBucket;
  allocations = 0;
  usedAtMs = Number.NEGATIVE_INFINITY;
  windowAtMs = Number.NEGATIVE_INFINITY;
  /** Bytes of about the last `averageMs`, also those that were dropped. */
  #recentBytes = 0;

  constructor(bytesPerSecond: number) {
    this.up = new ByteBucket(bytesPerSecond);
    this.down = new ByteBucket(bytesPerSecond);
  }

  /** Counts bytes; returns the average rate in bytes per second. */
  count(bytes: number, nowMs: number): number {
    const kept = Math.max(0, 1 - (nowMs - this.usedAtMs) / averageMs);
    this.#recentBytes = this.#recentBytes * kept + bytes;
    this.usedAtMs = nowMs;
    return (this.#recentBytes * 1000) / averageMs;
  }
}

/**
 * Limits bytes by user and in total. When the total runs low, users with more than an equal share lose packets first, so
 * a call goes on beside a flood.
 */
export class Bandwidth {
  readonly #perUser: number;
  readonly #perSecond: number;
  readonly #total: ByteBucket;
  readonly #users = new Map<string, UserShare>();
  /** Users that sent or received in this window and in the last one. */
  #active = 0;
  #lastActive = 0;
  #windowAtMs = 0;

  constructor({ bytesPerSecondPerUser, bytesPerSecond }: BandwidthQuotas) {
    this.#perUser = bytesPerSecondPerUser;
    this.#perSecond = bytesPerSecond;
    this.#total = new ByteBucket(bytesPerSecond);
  }

  /** The bandwidth of a user, for one more allocation. */
  userOf(userId: string): UserBandwidth {
    const share = this.#users.get(userId) ?? new UserShare(this.#perUser);
    this.#users.set(userId, share);
    share.allocations += 1;
    return {
      send: (bytes, nowMs) => this.#take(share.up, bytes, nowMs) && this.#takeTotal(share, bytes, nowMs),
      receive: (from, bytes, nowMs) =>
        this.#take(share.down, bytes, nowMs) && (from === 'inside' || this.#takeTotal(share, bytes, nowMs)),
      release: () => {
        share.allocations -= 1;
      },
    };
  }

  /** Forgets users without allocations, but not at once: a new allocation must not start with a full burst. */
  sweep(nowMs: number): void {
    for (const [userId, { allocations, usedAtMs }] of this.#users) {
      if (allocations === 0 && nowMs - usedAtMs >= windowMs) this.#users.delete(userId);
    }
  }

  #take(bucket: ByteBucket, bytes: number, nowMs: number): boolean {
    bucket.refill(nowMs);
    if (!bucket.has(bytes)) return false;
    bucket.spend(bytes);
    return true;
  }

  #takeTotal(share: UserShare, bytes: number, nowMs: number): boolean {
    const rate = share.count(bytes, nowMs);
    this.#countActive(share, nowMs);
    this.#total.refill(nowMs);
    if (!this.#total.has(bytes)) return false;
    const users = Math.max(this.#lastActive, this.#active);
    if (this.#total.isLow && rate * users > this.#perSecond) return false;
    this.#total.spend(bytes);
    return true;
  }

  #countActive(share: UserShare, nowMs: number): void {
    if (nowMs - this.#windowAtMs >= windowMs) {
      this.#windowAtMs = nowMs;
      this.#lastActive = this.#active;
      this.#active = 0;
    }
    if (share.windowAtMs === this.#windowAtMs) return;
    share.windowAtMs = this.#windowAtMs;
    this.#active += 1;
  }
}
