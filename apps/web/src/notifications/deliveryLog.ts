import type { KeyValueStorage } from '@ringback/client';
import { CallId, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';

/** Limits on what is stored; the oldest entries are dropped first. */
const maxCalls = 200;
const maxRings = 20;
const maxPeople = 500;

const Log = v.object({
  /** Missed calls. */
  calls: v.array(CallId),
  rings: v.optional(v.array(CallId), []),
  /** For each person, when the newest message that was notified was sent. */
  people: v.array(v.tuple([UserId, Time])),
});

/**
 * Calls and messages that a user was notified of in this browser profile. It outlives tabs, so neither the next leading
 * tab nor a reload repeats a notification.
 */
export class DeliveryLog {
  readonly #storage: KeyValueStorage;
  readonly #key: string;

  constructor(storage: KeyValueStorage, userId: UserId) {
    this.#storage = storage;
    this.#key = `ringback.told.${userId}`;
  }

  /** Adds a missed call; false if it is in the log already. */
  addMissedCall(callId: CallId): boolean {
    const log = this.#read();
    if (log.calls.includes(callId)) return false;
    this.#write({ ...log, calls: [...log.calls, callId].slice(-maxCalls) });
    return true;
  }

  /** Adds a call that rings; false if it is in the log already. */
  addRing(callId: CallId): boolean {
    const log = this.#read();
    if (log.rings.includes(callId)) return false;
    this.#write({ ...log, rings: [...log.rings, callId].slice(-maxRings) });
    return true;
  }

  /** Adds the newest message of a person; false if it, or a newer one, is in the log already. */
  addMessage(peerId: UserId, sentAt: number): boolean {
    const log = this.#read();
    const known = log.people.find(([userId]) => userId === peerId)?.[1] ?? 0;
    if (sentAt <= known) return false;
    const others = log.people.filter(([userId]) => userId !== peerId);
    this.#write({
      ...log,
      people: [...others, [peerId, sentAt] satisfies [UserId, number]].slice(-maxPeople),
    });
    return true;
  }

  /** Whether the log has any message of a person. */
  hasMessageFrom(peerId: UserId): boolean {
    return this.#read().people.some(([userId]) => userId === peerId);
  }

  #read(): v.InferOutput<typeof Log> {
    try {
      const log = v.safeParse(Log, JSON.parse(this.#storage.get(this.#key) ?? ''));
      if (log.success) return log.output;
    } catch {
      // Nothing usable is stored.
    }
    return { calls: [], rings: [], people: [] };
  }

  #write(log: v.InferOutput<typeof Log>): void {
    this.#storage.set(this.#key, JSON.stringify(log));
  }
}
