import { setImmediate } from 'node:timers/promises';
import { Fifo } from '../platform/load/fifo.ts';
import type { Lane } from './lanes.ts';

/** Something to do; it never rejects. */
type Task = () => Promise<void>;

/**
 * Lets tasks take turns. Between two of them the thread takes new messages, so that a call waits for one task at most.
 * Calls do not take turns: they are started at once.
 */
export class Turns {
  readonly #lanes = { quick: new Fifo<Task>(), lists: new Fifo<Task>(), bulk: new Fifo<Task>() } as const;
  #isTaking: Promise<void> | undefined;
  /** `bulk` pauses by itself, in the middle of a task. */
  #bulk: Promise<void> | undefined;

  add(lane: Lane, task: Task): void {
    if (lane === 'calls') {
      void task();
      return;
    }
    this.#lanes[lane].push(task);
    if (lane === 'bulk') this.#bulk ??= this.#takeBulk();
    else this.#isTaking ??= this.#take();
  }

  /** Resolves once nothing waits. */
  async idle(): Promise<void> {
    while (this.#isTaking !== undefined || this.#bulk !== undefined) {
      await this.#isTaking;
      await this.#bulk;
    }
  }

  async #take(): Promise<void> {
    const { quick, lists } = this.#lanes;
    for (;;) {
      const isQuickDone = await takeOne(quick);
      const isListsDone = await takeOne(lists);
      if (isQuickDone && isListsDone) break;
    }
    this.#isTaking = undefined;
  }

  async #takeBulk(): Promise<void> {
    while (!(await takeOne(this.#lanes.bulk)));
    this.#bulk = undefined;
  }
}

/** Does the next task and lets others take their turn; true if there was none. */
async function takeOne(queue: Fifo<Task>): Promise<boolean> {
  const task = queue.shift();
  if (task === undefined) return true;
  await task();
  await setImmediate();
  return false;
}
