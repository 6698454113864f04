import type { Call, CallId, UserId } from '@ringback/protocol';
import type { Book } from './book.ts';

/** What must have been read before something can be decided. */
export interface Needs {
  /** Calls by id or alias. */
  readonly calls?: readonly CallId[];
  /**
   * Ids that most likely nobody has used yet, so that looking among live calls will do: the write finds out if one was
   * used, and then it is read before the work is decided again.
   */
  readonly fresh?: readonly CallId[];
  /** Users all of whose live calls matter. */
  readonly liveOf?: readonly UserId[];
  /** Users whose names matter. */
  readonly names?: readonly UserId[];
  /** Whether the first knows the second. */
  readonly acquainted?: readonly (readonly [UserId, UserId])[];
}

/**
 * One request, or one passing of time, on its way into a batch.
 * `decide` has no effect but on the book, so that it can be asked again when a race was lost; `at` is the server's time in ms.
 */
export interface Work<Answer> {
  readonly needs: Needs;
  decide(book: Book, at: number): Answer;
}

/** An answer that depends on one call, or on its absence, and changes nothing. */
export type Look<Answer> = (call: Call | undefined) => Answer;

/** Work that waits in line, whatever it is about. */
export interface Waiting {
  readonly needs: Needs;
  decide(book: Book, at: number): void;
  /** What was decided last holds. */
  settle(): void;
  fail(error: unknown): void;
}

/** Puts work in line; the answer comes once what was decided is stored. `onDone` is told right before it. */
export class Pending<Answer> implements Waiting {
  readonly needs: Needs;
  readonly #work: Work<Answer>;
  readonly #onDone: () => void;
  readonly #promise = Promise.withResolvers<Answer>();
  #decided: { readonly answer: Answer } | undefined;

  constructor(work: Work<Answer>, onDone: () => void) {
    this.needs = work.needs;
    this.#work = work;
    this.#onDone = onDone;
  }

  get answer(): Promise<Answer> {
    return this.#promise.promise;
  }

  decide(book: Book, at: number): void {
    this.#decided = { answer: this.#work.decide(book, at) };
  }

  settle(): void {
    if (this.#decided === undefined) return;
    this.#onDone();
    this.#promise.resolve(this.#decided.answer);
  }

  fail(error: unknown): void {
    this.#onDone();
    this.#promise.reject(error);
  }
}
