// Runs Firefox inside a network namespace, and lets WebDriver BiDi reach it from outside. The arguments are the
// namespace, the program, and the program's arguments. Firefox takes commands over a socket only, and says on its
// standard error which port it listens on: the same port is opened here, and each connection is carried inside over the
// pipes of a helper.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const [namespace = '', program = '', ...args] = process.argv.slice(2);

/** Connects its own pipes to a port. */
const helper = `
  const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
  socket.on('close', () => process.exit());
  socket.on('error', () => process.exit());
`;

function inside(command: string, ...more: readonly string[]): ChildProcess {
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
  return spawn('ip', ['netns', 'exec', namespace, command, ...more], { stdio });
}

async function openOutside(port: number): Promise<void> {
  const server = createServer((socket) => {
    const carrier = inside(process.execPath, '-e', helper, String(port));
    if (carrier.stdin !== null) socket.pipe(carrier.stdin);
    carrier.stdout?.pipe(socket);
    carrier.once('exit', () => socket.destroy());
    socket.on('error', () => carrier.kill());
    socket.once('close', () => carrier.kill());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

const firefox = inside(program, ...args);
firefox.once('exit', (code) => process.exit(code ?? 1));
process.once('SIGTERM', () => firefox.kill());
if (firefox.stderr === null) throw new Error('Firefox has no output.');
for await (const line of createInterface({ input: firefox.stderr })) {
  const port = /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
  if (port !== undefined) await openOutside(Number(port));
  process.stderr.write(`${line}\n`);
}
