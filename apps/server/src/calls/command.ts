import type { Call, CallId, UserId } from '@ringback/protocol';
import type { UnitOfWork } from './unitOfWork.ts';

/** What must be read before a command can be decided. */
export interface ReadSet {
  /** Calls by id or alias. */
  readonly calls?: readonly CallId[];
  /**
   * Ids that are most likely unused, so only live calls are searched for them. If the write finds one in use, it is read
   * before the command is decided again.
   */
  readonly fresh?: readonly CallId[];
  /** Users whose live calls are all needed. */
  readonly liveOf?: readonly UserId[];
  /** Live calls whose callers' live calls are all needed. */
  readonly liveOfCaller?: readonly CallId[];
  /** Users whose names are needed. */
  readonly names?: readonly UserId[];
  /** Pairs of users: whether the first knows the second is needed. */
  readonly acquainted?: readonly (readonly [UserId, UserId])[];
}

/** A request about a call, or the passing of time. */
export interface Command<Answer> {
  readonly reads: ReadSet;
  /** Changes only `unit`, so that it can run again after a lost race. `at` is the server's time in ms. */
  decide(unit: UnitOfWork, at: number): Answer;
}

/** An answer that depends on one call, or on its absence, and changes nothing. */
export type Query<Answer> = (call: Call | undefined) => Answer;

/** A queued command of any answer type. */
export interface BatchEntry {
  readonly reads: ReadSet;
  decide(unit: UnitOfWork, at: number): void;
  /** Answers with the last decision. */
  settle(): void;
  fail(error: unknown): void;
}

/** A command that waits for its batch. `onDone` is called right before it is answered. */
export class QueuedCommand<Answer> implements BatchEntry {
  readonly reads: ReadSet;
  readonly #command: Command<Answer>;
  readonly #onDone: () => void;
  readonly #promise = Promise.withResolvers<Answer>();
  #decided: { readonly answer: Answer } | undefined;

  constructor(command: Command<Answer>, onDone: () => void) {
    this.reads = command.reads;
    this.#command = command;
    this.#onDone = onDone;
  }

  /** Resolves once what was decided is stored. */
  get answer(): Promise<Answer> {
    return this.#promise.promise;
  }

  decide(unit: UnitOfWork, at: number): void {
    this.#decided = { answer: this.#command.decide(unit, at) };
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
