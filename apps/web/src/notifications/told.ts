import { CallId, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { ProfileStorage } from './profileStorage.ts';

/** As many as could be missed in one sitting; older ones are dropped first. */
const mostCalls = 200;
const mostRings = 20;
const mostPeople = 500;

const Told = v.object({
  /** Missed ones. */
  calls: v.array(CallId),
  rings: v.optional(v.array(CallId), []),
  /** Up to which message of each person. */
  people: v.array(v.tuple([UserId, Time])),
});

/**
 * What a user was told of in this browser profile, so that none of their tabs tells it again: neither the one that leads
 * next, nor after a reload.
 */
export class ToldMemory {
  readonly #storage: ProfileStorage;
  readonly #key: string;

  constructor(storage: ProfileStorage, userId: UserId) {
    this.#storage = storage;
    this.#key = `ringback.told.${userId}`;
  }

  /** Notes a missed call; false if it was told before. */
  isNewCall(callId: CallId): boolean {
    const told = this.#read();
    if (told.calls.includes(callId)) return false;
    this.#write({ ...told, calls: [...told.calls, callId].slice(-mostCalls) });
    return true;
  }

  /** Notes that a call was told while it rang; false if it was told before. */
  isNewRing(callId: CallId): boolean {
    const told = this.#read();
    if (told.rings.includes(callId)) return false;
    this.#write({ ...told, rings: [...told.rings, callId].slice(-mostRings) });
    return true;
  }

  /** Notes the newest message of a person; false if it was told before. */
  isNewMessage(peerId: UserId, sentAt: number): boolean {
    const told = this.#read();
    const known = told.people.find(([userId]) => userId === peerId)?.[1] ?? 0;
    if (sentAt <= known) return false;
    const others = told.people.filter(([userId]) => userId !== peerId);
    this.#write({
      ...told,
      people: [...others, [peerId, sentAt] satisfies [UserId, number]].slice(-mostPeople),
    });
    return true;
  }

  /** Whether any message of a person was told. */
  wasToldOf(peerId: UserId): boolean {
    return this.#read().people.some(([userId]) => userId === peerId);
  }

  #read(): v.InferOutput<typeof Told> {
    try {
      const told = v.safeParse(Told, JSON.parse(this.#storage.getItem(this.#key) ?? ''));
      if (told.success) return told.output;
    } catch {
      // Nothing is kept yet, or nothing usable.
    }
    return { calls: [], rings: [], people: [] };
  }

  #write(told: v.InferOutput<typeof Told>): void {
    this.#storage.setItem(this.#key, JSON.stringify(told));
  }
}
