import { flushCompileCache } from 'node:module';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import * as v from 'valibot';
import { openDatabase, type Database, type Db } from './database.ts';
import type { Lane } from './lanes.ts';
import { StorageError, type OperationHandlers, type OperationTable } from './storage.ts';
import { Turns } from './turns.ts';

/** Messages to the thread of the database. */
export type ThreadRequest<Operations extends OperationTable<Operations>> =
  | {
      readonly [Name in keyof Operations]: {
        readonly kind: 'run';
        readonly id: number;
        readonly lane: Lane;
        readonly name: Name;
        readonly input: Operations[Name]['input'];
      };
    }[keyof Operations]
  | { readonly kind: 'backup'; readonly id: number; readonly file: string }
  | { readonly kind: 'close' };

/** Messages from the thread. */
export type ThreadReply =
  | { readonly kind: 'open' }
  | { readonly kind: 'openFailed'; readonly code: string; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'closed' };

/**
 * Runs the database in the thread that calls this, and answers the server's requests until a `close`. It is a thread of
 * its own, so that sockets never wait for the disk: while one batch is written, the server collects the next.
 */
export async function serveDatabase<Operations extends OperationTable<Operations>>(
  handlersOf: (db: Db) => OperationHandlers<Operations>,
): Promise<void> {
  if (parentPort === null) throw new Error('This file is a thread of the server, not a program.');
  const port = parentPort;
  try {
    const { dataDir } = v.parse(v.object({ dataDir: v.string() }), workerData);
    const database = await openDatabase(dataDir);
    serve(port, database, handlersOf(database.db));
    reply(port, { kind: 'open' });
  } catch (error) {
    const { code, message } = StorageError.from(error);
    reply(port, { kind: 'openFailed', code, message });
    port.close();
  }
  flushCompileCache();
}

function reply(port: MessagePort, message: ThreadReply): void {
  port.postMessage(message);
}

function serve<Operations extends OperationTable<Operations>>(
  port: MessagePort,
  database: Database,
  handlers: OperationHandlers<Operations>,
): void {
  const turns = new Turns();
  port.on('message', (request: ThreadRequest<Operations>) => {
    switch (request.kind) {
      case 'run':
        turns.add(request.lane, () => answer(port, request.id, () => handlers[request.name](request.input)));
        break;
      case 'backup':
        void answer(port, request.id, () => database.backup(request.file));
        break;
      case 'close':
        void turns.idle().then(() => close(port, database));
    }
  });
}

async function answer(port: MessagePort, id: number, act: () => Promise<unknown>): Promise<void> {
  try {
    reply(port, { kind: 'done', id, output: await act() });
  } catch (error) {
    const { code, message } = StorageError.from(error);
    reply(port, { kind: 'failed', id, code, message });
  }
}

async function close(port: MessagePort, database: Database): Promise<void> {
  await database.close();
  reply(port, { kind: 'closed' });
  port.close();
}
