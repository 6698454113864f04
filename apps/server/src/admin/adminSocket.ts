import { rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import type { Log } from '../platform/log.ts';

/** Commands of the person who runs the server, by name. The answer is sent as JSON. */
export interface AdminCommands {
  /** Copies the database into a new file, while the server goes on. */
  readonly backup: (payload: { readonly file: string }) => Promise<void>;
}

const payloads = {
  backup: v.object({ file: v.pipe(v.string(), v.minLength(1)) }),
} as const satisfies { readonly [Name in keyof AdminCommands]: v.GenericSchema };

const Failure = v.object({ error: v.string() });

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
  commands: AdminCommands,
  log: Log,
): Promise<AdminSocket> {
  const server = createServer((incoming, response) => {
    void (async () => {
      const answer = await answerTo(
        commands,
        incoming.url ?? '',
        await json(incoming).catch(() => undefined),
      );
      if ('error' in answer) log.error({ command: incoming.url }, 'admin command failed');
      response.statusCode = 'error' in answer ? 500 : 200;
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

async function answerTo(
  commands: AdminCommands,
  path: string,
  body: unknown,
): Promise<object | { readonly error: string }> {
  if (path !== '/backup')
    return { error: 'This server does not know the command. Restart it after an upgrade.' };
  const payload = v.safeParse(payloads.backup, body);
  if (!payload.success) return { error: 'The command is not complete.' };
  try {
    await commands.backup(payload.output);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
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
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }
  /** No server uses the data directory. */
  | { readonly kind: 'notRunning' };

/** Sends a command to the server that uses a data directory. Waits as long as the command takes. */
export function sendAdminCommand<Name extends keyof AdminCommands>(
  dataDir: string,
  name: Name,
  payload: Parameters<AdminCommands[Name]>[0],
): Promise<AdminOutcome> {
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

function outcomeOf(answer: unknown): AdminOutcome {
  const failure = v.safeParse(Failure, answer);
  return failure.success ? { kind: 'failed', message: failure.output.error } : { kind: 'done' };
}

function isNotListening(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');
}
