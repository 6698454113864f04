import { rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { WireError, fail, ok, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import type { Log } from '../platform/log.ts';
import type { AdminDispatcher } from './adminDispatcher.ts';

/** What the socket carries out. */
export interface AdminSocketCommands {
  /** Copies the database into a new file, while the server goes on. */
  readonly backup: (file: string) => Promise<void>;
  /** Every other command, by the protocol's table. */
  readonly dispatch: AdminDispatcher;
}

const BackupPayload = v.object({ file: v.pipe(v.string(), v.minLength(1)) });
const Answer = v.variant('ok', [
  v.object({ ok: v.literal(true), data: v.unknown() }),
  v.object({ ok: v.literal(false), error: WireError }),
]);
/** Far more than any command has. */
const maxBodyBytes = 64 * 1024;

/** The socket of a server's data directory. Only the user who runs the server can open it. */
function adminSocketPath(dataDir: string): string {
  return join(dataDir, 'admin.sock');
}

/** The server's end of the socket. */
export interface AdminSocket {
  readonly close: () => Promise<void>;
}

/**
 * Listens for admin commands on a Unix socket: the user who may read the data may also command the server, and no one else.
 * Where the system has no such sockets, or the path is too long for one, the server goes on without.
 */
export async function openAdminSocket(
  dataDir: string,
  commands: AdminSocketCommands,
  log: Log,
): Promise<AdminSocket> {
  const server = createServer((incoming, response) => {
    void (async () => {
      const answer = await answerTo(commands, incoming);
      if (!answer.ok) log.warn({ command: incoming.url, code: answer.error.code }, 'admin command failed');
      response.end(JSON.stringify(answer));
    })();
  });
  try {
    await listenPrivately(server, adminSocketPath(dataDir));
  } catch (err) {
    log.warn({ err }, 'No admin commands: the socket in DATA_DIR cannot be opened.');
  }
  return { close: () => closeServer(server) };
}

async function answerTo(commands: AdminSocketCommands, incoming: IncomingMessage): Promise<Result<unknown>> {
  const name = (incoming.url ?? '').slice(1);
  const body = await bodyOf(incoming);
  return name === 'backup' ? backUp(commands, body) : commands.dispatch(name, body);
}

async function backUp({ backup }: AdminSocketCommands, body: unknown): Promise<Result<unknown>> {
  const payload = v.safeParse(BackupPayload, body);
  if (!payload.success) return fail('badRequest', { message: 'The command is not complete.' });
  try {
    await backup(payload.output.file);
    return ok({});
  } catch (error) {
    return fail('internal', { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Undefined for what is no JSON, or too long. */
async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

/** The database is locked, so a socket that is there already was left by a process that has died. */
function listenPrivately(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true });
  const umask = process.umask(0o177);
  try {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(umask);
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) resolve();
    else server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** How a command ended. */
export type AdminOutcome =
  | { readonly kind: 'done'; readonly data: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  /** No server uses the data directory. */
  | { readonly kind: 'notRunning' };

/** Sends a command to the server that uses a data directory. Waits as long as the command takes. */
export function sendAdminRequest(dataDir: string, name: string, payload: unknown): Promise<AdminOutcome> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { socketPath: adminSocketPath(dataDir), path: `/${name}`, method: 'POST' },
      (response) => {
        json(response).then((answer) => resolve(outcomeOf(answer)), reject);
      },
    );
    sent.on('error', (error) => {
      if (isNotListening(error)) resolve({ kind: 'notRunning' });
      else reject(error);
    });
    sent.end(JSON.stringify(payload));
  });
}

function outcomeOf(body: unknown): AdminOutcome {
  const answer = v.safeParse(Answer, body);
  if (!answer.success)
    return { kind: 'failed', message: 'The server is of another version. Restart it after an upgrade.' };
  const { output } = answer;
  return output.ok ? { kind: 'done', data: output.data } : { kind: 'failed', message: output.error.message };
}

function isNotListening(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');
}
