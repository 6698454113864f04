import { nextDue, type Call, type CallId } from '@ringback/protocol';
import { Wakes } from './wakes.ts';

/** What deadlines need of the world. */
export interface DeadlineParts {
  readonly now: () => number;
  /** Calls back after a time, unless it is canceled by what this returns. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onDue: (callIds: readonly CallId[]) => void;
}

/** Beyond this a timer of Node fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Wakes up when a call's next deadline falls due. One timer, and a heap of times; the deadlines themselves stand in the
 * stored calls, and the sweep finds what a lost wake-up or a crash would leave over.
 */
export class Deadlines {
  readonly #parts: DeadlineParts;
  readonly #wakes = new Wakes();
  /** When each call is to be woken for; other wakes are out of date. */
  readonly #wanted = new Map<CallId, number>();
  #cancel: () => void = () => {};
  #timerAt = Infinity;

  constructor(parts: DeadlineParts) {
    this.#parts = parts;
  }

  /** Takes notice of how a call stands now. A wake-up that comes too early is harmless, so only an earlier one is new. */
  follow(call: Call): void {
    const due = nextDue(call)?.at;
    if (due === undefined) {
      this.#wanted.delete(call.id);
      return;
    }
    const wanted = this.#wanted.get(call.id);
    if (wanted !== undefined && wanted <= due) return;
    this.#wanted.set(call.id, due);
    this.#wakes.add({ callId: call.id, at: due });
    this.#arm();
  }

  stop(): void {
    this.#cancel();
    this.#wanted.clear();
  }

  #arm(): void {
    const at = this.#wakes.first()?.at ?? Infinity;
    if (at >= this.#timerAt || at === Infinity) return;
    this.#cancel();
    this.#timerAt = at;
    const inMs = Math.min(Math.max(at - this.#parts.now(), 0), longestTimerMs);
    this.#cancel = this.#parts.after(inMs, () => this.#wake());
  }

  #wake(): void {
    this.#timerAt = Infinity;
    const due: CallId[] = [];
    const now = this.#parts.now();
    for (
      let first = this.#wakes.first();
      first !== undefined && first.at <= now;
      first = this.#wakes.first()
    ) {
      this.#wakes.shift();
      if (this.#wanted.get(first.callId) !== first.at) continue;
      this.#wanted.delete(first.callId);
      due.push(first.callId);
    }
    this.#arm();
    if (due.length > 0) this.#parts.onDue(due);
  }
}
