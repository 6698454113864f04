import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './databaseThread.ts';
import { LaneCounts, type OperationLanes } from './lanes.ts';
import { explainOpenFailure } from './openFailure.ts';
import { StorageError, type OperationTable, type StorageWithBackup } from './storage.ts';

/**
 * Opens the database in a directory, creating both if necessary, in a thread that runs the file `thread`. `lanes`: which
 * operations go before which. `onLost` is called if the thread dies, after which nothing can be stored any more.
 * @throws {StartError} when the directory cannot be used.
 */
export async function openThreadStorage<Operations extends OperationTable<Operations>>(
  thread: URL,
  dataDir: string,
  lanes: OperationLanes<Operations>,
  onLost: (error: Error) => void,
): Promise<StorageWithBackup<Operations>> {
  const worker = new Worker(thread, { workerData: { dataDir } });
  const [first] = await once(worker, 'message').then((replies: ThreadReply[]) => replies);
  if (first?.kind === 'openFailed') throw explainOpenFailure(first.code, first.message, dataDir);
  return new ThreadStorage<Operations>(worker, lanes, onLost);
}

/** Every message is copied; no buffer is transferred. */
const noTransfer: readonly [] = [];

/** Runs operations in the database's thread. Both ends are typed by the same table of operations. */
class ThreadStorage<Operations extends OperationTable<Operations>> implements StorageWithBackup<Operations> {
  readonly #worker: Worker;
  readonly #lanes: OperationLanes<Operations>;
  readonly #counts = new LaneCounts();
  readonly #outcomes = new EventEmitter();
  #lastId = 0;
  #lost: StorageError | undefined;

  constructor(worker: Worker, lanes: OperationLanes<Operations>, onLost: (error: Error) => void) {
    this.#worker = worker;
    this.#lanes = lanes;
    worker.on('message', (reply: ThreadReply) => this.#onReply(reply));
    worker.on('error', (error: Error) => {
      this.#rejectPending();
      onLost(error);
    });
  }

  async run<Name extends keyof Operations>(
    name: Name,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']> {
    const lane = this.#lanes[name] ?? 'quick';
    this.#counts.enter(lane);
    try {
      return await this.#ask<Operations[Name]['output']>((id) => ({ kind: 'run', id, lane, name, input }));
    } finally {
      this.#counts.leave(lane);
    }
  }

  backup(file: string): Promise<void> {
    return this.#ask((id) => ({ kind: 'backup', id, file }));
  }

  /** The thread answers each request with the output of its operation. */
  #ask<Output>(requestOf: (id: number) => ThreadRequest<Operations>): Promise<Output> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#outcomes.once(String(id), (error: StorageError | undefined, output: Output) => {
        if (error === undefined) resolve(output);
        else reject(error);
      });
      this.#worker.postMessage(requestOf(id), noTransfer);
    });
  }

  async close(): Promise<void> {
    const exited = once(this.#worker, 'exit');
    this.#worker.postMessage({ kind: 'close' } satisfies ThreadRequest<Operations>, noTransfer);
    await exited;
    this.#rejectPending();
  }

  #onReply(reply: ThreadReply): void {
    switch (reply.kind) {
      case 'done':
        this.#outcomes.emit(String(reply.id), undefined, reply.output);
        break;
      case 'failed':
        this.#outcomes.emit(String(reply.id), new StorageError(reply.code, reply.message));
        break;
      case 'open':
      case 'openFailed':
      case 'closed':
    }
  }

  #rejectPending(): void {
    const error = StorageError.closed();
    this.#lost = error;
    for (const id of this.#outcomes.eventNames()) this.#outcomes.emit(id, error);
  }
}
