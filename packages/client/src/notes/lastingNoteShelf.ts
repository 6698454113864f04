import type { NoteId } from '@ringback/protocol';
import { inTime } from '../platform/inTime.ts';
import { memoryNoteShelf, type NoteShelf, type StoredDraft } from './noteShelf.ts';

type Stored = Omit<NoteShelf, 'isLasting'>;

/** One connection to stored notes. Its operations reject once it is lost, or where there is no room. */
export interface NoteConnection extends Stored {
  readonly close: () => void;
}

/** Opens a connection, and calls back when it is lost: site data was cleared, or a later release needs the database. */
export type ConnectNotes = (onLost: () => void) => Promise<NoteConnection>;

/** Reading or writing the largest note takes a second on a slow disk; some faults never report. */
const operationTimeoutMs = 4_000;

interface Copy {
  readonly draft: StoredDraft;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A shelf that survives the loss of its connection. It connects again, and puts back the drafts that were recorded on this
 * page and not sent yet: the stored ones may be gone. Where that fails as well, memory takes over for this page.
 *
 * ```
 *   connected ──lost, or an operation fails──> connecting again ──fails, or the operation fails again──> in memory
 *       ^──────────────────────────────────────────────┘
 * ```
 */
export class LastingNoteShelf implements NoteShelf {
  readonly #connect: ConnectNotes;
  /** The unsent drafts of this page. */
  readonly #copies = new Map<NoteId, Copy>();
  readonly #memory = memoryNoteShelf();
  #connection: Promise<NoteConnection> | undefined;
  #isInMemory = false;

  /** Opens a shelf; one that cannot connect lasts as long as the page. */
  static async open(connect: ConnectNotes): Promise<LastingNoteShelf> {
    const shelf = new LastingNoteShelf(connect);
    await shelf.#connected().catch(() => shelf.#giveUp());
    return shelf;
  }

  private constructor(connect: ConnectNotes) {
    this.#connect = connect;
  }

  get isLasting(): boolean {
    return !this.#isInMemory;
  }

  readonly drafts = (): Promise<readonly StoredDraft[]> => this.#run((shelf) => shelf.drafts());

  readonly addDraft = async (draft: StoredDraft, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const { id } = draft.offer;
    this.#copies.set(id, { draft, bytes });
    try {
      await this.#run((shelf) => shelf.addDraft(draft, bytes));
    } catch (error) {
      this.#copies.delete(id);
      throw error;
    }
  };

  readonly dropDraft = (id: NoteId): Promise<void> => {
    this.#copies.delete(id);
    return this.#run((shelf) => shelf.dropDraft(id));
  };

  readonly bytes = (id: NoteId): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    this.#run((shelf) => shelf.bytes(id));

  readonly store = (id: NoteId, bytes: Uint8Array<ArrayBuffer>): Promise<void> =>
    this.#run((shelf) => shelf.store(id, bytes));

  readonly remove = (id: NoteId): Promise<void> => {
    this.#copies.delete(id);
    return this.#run((shelf) => shelf.remove(id));
  };

  async #run<Value>(act: (shelf: Stored) => Promise<Value>): Promise<Value> {
    for (let attempt = 0; attempt < 2 && !this.#isInMemory; attempt += 1) {
      const connection = this.#connected();
      try {
        const outcome = await inTime(connection.then(act), operationTimeoutMs, hanging);
        if (outcome !== hanging) return outcome;
        this.#drop(connection);
        break;
      } catch (error) {
        // Another connection would have no more room.
        if (isFull(error)) throw error;
        this.#drop(connection);
      }
    }
    await this.#giveUp();
    return act(this.#memory);
  }

  #connected(): Promise<NoteConnection> {
    if (this.#connection !== undefined) return this.#connection;
    const connection: Promise<NoteConnection> = this.#open(() => this.#lost(connection));
    this.#connection = connection;
    return connection;
  }

  async #open(onLost: () => void): Promise<NoteConnection> {
    const connection = await this.#connect(onLost);
    const stored = this.#copies.size === 0 ? [] : await connection.drafts();
    for (const [id, { draft, bytes }] of this.#copies) {
      if (!stored.some(({ offer }) => offer.id === id)) await connection.addDraft(draft, bytes);
    }
    return connection;
  }

  /** Connects again at once where unsent drafts depend on it: the page may be closed before they are sent. */
  #lost(connection: Promise<NoteConnection>): void {
    this.#drop(connection);
    if (this.#copies.size > 0 && !this.#isInMemory) void this.#connected().catch(() => this.#giveUp());
  }

  #drop(connection: Promise<NoteConnection>): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    connection.then((dropped) => dropped.close()).catch(() => undefined);
  }

  async #giveUp(): Promise<void> {
    if (this.#isInMemory) return;
    this.#isInMemory = true;
    for (const { draft, bytes } of this.#copies.values()) await this.#memory.addDraft(draft, bytes);
  }
}

/** The outcome of an operation that the database does not answer: another connection would not help. */
const hanging = Symbol('hanging');

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
