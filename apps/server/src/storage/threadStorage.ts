import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StartError } from '../platform/startError.ts';
import type { Input, OperationName, Output, Storage } from './operations.ts';
import { StorageError } from './storageError.ts';
import type { Reply, Request } from './threadMessages.ts';

/**
 * Opens the database in a directory, in a thread of its own; makes both where there are none. `onLost` is told if the
 * thread dies, after which nothing can be stored any more.
 * @throws {StartError} when the directory cannot be used.
 */
export async function openStorage(dataDir: string, onLost: (error: Error) => void): Promise<Storage> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { dataDir } });
  const [first] = await once(worker, 'message').then((said: Reply[]) => said);
  if (first?.kind === 'unopened') throw new StartError(explain(first.code, first.message, dataDir));
  return new ThreadStorage(worker, onLost);
}

function explain(code: string, message: string, dataDir: string): string {
  switch (code) {
    case 'SQLITE_BUSY':
      return `The data in ${dataDir} is in use by another server. Stop that one, or set DATA_DIR to a directory of its own.`;
    case 'SQLITE_CANTOPEN':
    case 'EACCES':
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EROFS':
      return `DATA_DIR is ${dataDir}, which cannot be written.`;
    default:
      return `The data in ${dataDir} cannot be used: ${message}.`;
  }
}

/** Nothing is handed over: what is sent is copied. */
const none: readonly [] = [];

/** The database as the other thread has it. What an operation gives is held by the table of operations, at both ends. */
class ThreadStorage implements Storage {
  readonly #worker: Worker;
  readonly #outcomes = new EventEmitter();
  #lastId = 0;
  #lost: StorageError | undefined;

  constructor(worker: Worker, onLost: (error: Error) => void) {
    this.#worker = worker;
    worker.on('message', (reply: Reply) => this.#onReply(reply));
    worker.on('error', (error: Error) => {
      this.#giveUp();
      onLost(error);
    });
  }

  run<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#outcomes.once(String(id), (error: StorageError | undefined, output: Output<N>) => {
        if (error === undefined) resolve(output);
        else reject(error);
      });
      this.#worker.postMessage({ kind: 'run', id, name, input }, none);
    });
  }

  async close(): Promise<void> {
    const gone = once(this.#worker, 'exit');
    this.#worker.postMessage({ kind: 'close' } satisfies Request, none);
    await gone;
    this.#giveUp();
  }

  #onReply(reply: Reply): void {
    switch (reply.kind) {
      case 'done':
        this.#outcomes.emit(String(reply.id), undefined, reply.output);
        break;
      case 'failed':
        this.#outcomes.emit(String(reply.id), new StorageError(reply.code, reply.message));
        break;
      case 'open':
      case 'unopened':
      case 'closed':
    }
  }

  #giveUp(): void {
    const error = new StorageError('CLOSED', 'The database is closed.');
    this.#lost = error;
    for (const id of this.#outcomes.eventNames()) this.#outcomes.emit(id, error);
  }
}
