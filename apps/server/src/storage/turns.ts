import { setImmediate } from 'node:timers/promises';
import type { Lane } from './lanes.ts';

/** Something to do; it never rejects. */
type Task = () => Promise<void>;

/**
 * Lets tasks take turns. Between two of them the thread takes new messages, so that a call waits for one task at most.
 * Calls do not take turns: they are started at once.
 */
export class Turns {
  readonly #lanes = { quick: new TaskQueue(), lists: new TaskQueue(), bulk: new TaskQueue() } as const;
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
async function takeOne(queue: TaskQueue): Promise<boolean> {
  const task = queue.shift();
  if (task === undefined) return true;
  await task();
  await setImmediate();
  return false;
}

/** A queue whose length does not matter to `shift`. */
class TaskQueue {
  #tasks: Task[] = [];
  #next = 0;

  push(task: Task): void {
    this.#tasks.push(task);
  }

  shift(): Task | undefined {
    const task = this.#tasks[this.#next];
    if (task === undefined) {
      this.#tasks = [];
      this.#next = 0;
    } else this.#next += 1;
    return task;
  }
}
