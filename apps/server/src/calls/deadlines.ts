import { nextDue, type Call, type CallId } from '@ringback/protocol';
import { MinHeap } from './minHeap.ts';

interface DeadlinesDeps {
  readonly now: () => number;
  /** Starts a timer; returns a function that cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onDue: (callIds: readonly CallId[]) => void;
}

/** Node fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Calls back when a call's next deadline is due, with one timer and a heap of times. The deadlines themselves are stored
 * with the calls, and the sweep finds those whose timer was lost.
 */
export class Deadlines {
  readonly #deps: DeadlinesDeps;
  readonly #heap = new MinHeap<{ readonly callId: CallId; readonly at: number }>();
  /** The scheduled time of each call; other times in the heap are obsolete. */
  readonly #scheduled = new Map<CallId, number>();
  #cancel: () => void = () => {};
  #timerAt = Infinity;

  constructor(deps: DeadlinesDeps) {
    this.#deps = deps;
  }

  /** Schedules a call's next deadline. A callback that comes too early is harmless, so a later time changes nothing. */
  schedule(call: Call): void {
    const due = nextDue(call)?.at;
    if (due === undefined) {
      this.#scheduled.delete(call.id);
      return;
    }
    const scheduled = this.#scheduled.get(call.id);
    if (scheduled !== undefined && scheduled <= due) return;
    this.#scheduled.set(call.id, due);
    this.#heap.add({ callId: call.id, at: due });
    this.#arm();
  }

  stop(): void {
    this.#cancel();
    this.#scheduled.clear();
  }

  #arm(): void {
    const at = this.#heap.first()?.at ?? Infinity;
    if (at >= this.#timerAt || at === Infinity) return;
    this.#cancel();
    this.#timerAt = at;
    const inMs = Math.min(Math.max(at - this.#deps.now(), 0), longestTimerMs);
    this.#cancel = this.#deps.after(inMs, () => this.#fire());
  }

  #fire(): void {
    this.#timerAt = Infinity;
    const due: CallId[] = [];
    const now = this.#deps.now();
    for (let first = this.#heap.first(); first !== undefined && first.at <= now; first = this.#heap.first()) {
      this.#heap.removeFirst();
      if (this.#scheduled.get(first.callId) !== first.at) continue;
      this.#scheduled.delete(first.callId);
      due.push(first.callId);
    }
    this.#arm();
    if (due.length > 0) this.#deps.onDue(due);
  }
}
