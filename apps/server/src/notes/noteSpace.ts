import { bounds, type NoteId, type UserId } from '@ringback/protocol';

/** The part of the room that one user's notes may take, or one video note, where that is more. */
const userShare = 1 / 10;

interface Stored {
  readonly owner: UserId;
  readonly bytes: number;
}

/**
 * Counts the bytes of notes and greetings that are stored, by sender and in all. Announced bytes do not count, so offers
 * without content take no room from others.
 */
export class NoteSpace {
  readonly #room: number;
  readonly #perUser: number;
  readonly #stored = new Map<NoteId, Stored>();
  readonly #byUser = new Map<UserId, number>();
  #total = 0;

  /** `room`: how many bytes all notes and greetings may have together. */
  constructor(room: number) {
    this.#room = room;
    this.#perUser = Math.max(room * userShare, Math.min(room, bounds.videoNoteBytes));
  }

  get total(): number {
    return this.#total;
  }

  /** How many bytes of a note are stored. */
  sizeOf(id: NoteId): number {
    return this.#stored.get(id)?.bytes ?? 0;
  }

  hasRoomFor(owner: UserId, bytes: number): boolean {
    const own = this.#byUser.get(owner) ?? 0;
    return this.#total + bytes <= this.#room && own + bytes <= this.#perUser;
  }

  /** Counts bytes that are about to be appended; false, and nothing is counted, if there is no room for them. */
  grow(id: NoteId, owner: UserId, bytes: number): boolean {
    if (!this.hasRoomFor(owner, bytes)) return false;
    this.set(id, owner, this.sizeOf(id) + bytes);
    return true;
  }

  /** Sets how many bytes of a note are stored. */
  set(id: NoteId, owner: UserId, bytes: number): void {
    this.remove(id);
    this.#stored.set(id, { owner, bytes });
    this.#count(owner, bytes);
  }

  /** The bytes of a note are gone. */
  remove(id: NoteId): void {
    const stored = this.#stored.get(id);
    if (stored === undefined) return;
    this.#stored.delete(id);
    this.#count(stored.owner, -stored.bytes);
  }

  #count(owner: UserId, change: number): void {
    this.#total += change;
    const bytes = (this.#byUser.get(owner) ?? 0) + change;
    if (bytes === 0) this.#byUser.delete(owner);
    else this.#byUser.set(owner, bytes);
  }
}
