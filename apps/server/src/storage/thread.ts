import { flushCompileCache } from 'node:module';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import * as v from 'valibot';
import { openDatabase, type Database } from './database.ts';
import { operationHandlers } from './handlers.ts';
import type { Input, OperationHandlers, OperationName } from './operations.ts';
import { StorageError } from './storageError.ts';
import type { Reply, Request } from './threadMessages.ts';

/*
 * The thread that owns the database. Waiting for the disk and the database's own work then cost the sockets nothing:
 * while one batch is being written, the other thread gathers the next.
 */

function answer(port: MessagePort, reply: Reply): void {
  port.postMessage(reply);
}

async function main(port: MessagePort): Promise<void> {
  try {
    const { dataDir } = v.parse(v.object({ dataDir: v.string() }), workerData);
    serve(port, await openDatabase(dataDir));
    answer(port, { kind: 'open' });
  } catch (error) {
    const { code, message } = StorageError.from(error);
    answer(port, { kind: 'unopened', code, message });
    port.close();
  }
}

function serve(port: MessagePort, database: Database): void {
  const handlers = operationHandlers(database.db);
  port.on('message', (request: Request) => {
    switch (request.kind) {
      case 'run':
        void carryOut(port, handlers, request.id, request.name, request.input);
        break;
      case 'close':
        void close(port, database);
    }
  });
}

async function carryOut<N extends OperationName>(
  port: MessagePort,
  handlers: OperationHandlers,
  id: number,
  name: N,
  input: Input<N>,
): Promise<void> {
  try {
    answer(port, { kind: 'done', id, output: await handlers[name](input) });
  } catch (error) {
    const { code, message } = StorageError.from(error);
    answer(port, { kind: 'failed', id, code, message });
  }
}

async function close(port: MessagePort, database: Database): Promise<void> {
  await database.close();
  answer(port, { kind: 'closed' });
  port.close();
}

if (parentPort === null) throw new Error('This file is a thread of the server, not a program.');
await main(parentPort);
flushCompileCache();
