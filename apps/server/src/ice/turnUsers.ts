import { createHmac } from 'node:crypto';
import type { UserId } from '@ringback/protocol';

const dayMs = 24 * 60 * 60 * 1000;
/** 22 base64url characters hold 128 bits, so that two users never share a quota. */
const hashLength = 22;

/** The TURN user name `<expiry>:<hash>`, and the time at which it stops allowing new allocations. */
export interface TurnUsername {
  readonly username: string;
  /** Server time in ms; a whole number of seconds. */
  readonly expiresAt: number;
}

interface TurnUser {
  readonly hash: string;
  /** What each expiry in seconds was issued for. */
  readonly issued: Map<number, string>;
}

/**
 * Issues TURN user names. The part after the colon is a keyed hash of the user and the day, so a relay can count by user
 * without learning who it is, and cannot follow anyone from day to day. A user keeps the hash while any of their names is
 * valid, so a quota isn't doubled at midnight.
 */
export class TurnUsers {
  readonly #key: string;
  readonly #users = new Map<UserId, TurnUser>();
  #nextSweepAt = 0;

  /** `key`: secret, and the same after a restart. */
  constructor(key: string) {
    this.#key = key;
  }

  get size(): number {
    return this.#users.size;
  }

  /**
   * Issues a name that is valid for `lifetimeMs`, rounded to seconds. Names for different purposes differ: of two in one
   * second, the later one expires a second earlier.
   */
  issue(userId: UserId, purpose: string, lifetimeMs: number, now: number): TurnUsername {
    this.#sweep(now);
    const { hash, issued } = this.#userOf(userId, now);
    let expiry = Math.floor((now + lifetimeMs) / 1000);
    while ((issued.get(expiry) ?? purpose) !== purpose) expiry -= 1;
    issued.set(expiry, purpose);
    return { username: `${expiry}:${hash}`, expiresAt: expiry * 1000 };
  }

  #userOf(userId: UserId, now: number): TurnUser {
    const known = this.#users.get(userId);
    if (known !== undefined) return known;
    const day = Math.floor(now / dayMs);
    const hash = createHmac('sha256', this.#key).update(`${day} ${userId}`).digest('base64url');
    const user = { hash: hash.slice(0, hashLength), issued: new Map<number, string>() };
    this.#users.set(userId, user);
    return user;
  }

  /** Forgets names that have expired, at most once a second, and users without others. */
  #sweep(now: number): void {
    if (now < this.#nextSweepAt && this.#nextSweepAt - now <= 1000) return;
    this.#nextSweepAt = now + 1000;
    for (const [userId, { issued }] of this.#users) {
      for (const expiry of issued.keys()) if (expiry * 1000 <= now) issued.delete(expiry);
      if (issued.size === 0) this.#users.delete(userId);
    }
  }
}
