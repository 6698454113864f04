import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './testing/testServer.ts';

const program = fileURLToPath(new URL('main.ts', import.meta.url));
let dataDir = '';
const started: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-main-'));
});

afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number>;
}

function start(env: Record<string, string>): Program {
  const child = spawn(process.execPath, [program], { env: { DATA_DIR: dataDir, PORT: '0', ...env } });
  started.push(child);
  let output = '';
  const append = (chunk: Buffer): string => (output += chunk.toString());
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  // `close` fires after `exit`, once all of the output has arrived.
  const exitCode = once(child, 'close').then(([code]: unknown[]) => Number(code));
  return { child, output: () => output, exitCode };
}

async function ready(server: Program): Promise<string> {
  await until(() => /ready: \S+\n/.test(server.output()), 'the server says that it is ready');
  return /ready: (\S+)\n/.exec(server.output())?.[1] ?? '';
}

test('starts, prints its URL, and stops cleanly on SIGTERM', async () => {
  const server = start({});
  const url = await ready(server);
  expect((await fetch(`${url}healthz`)).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.exitCode).toBe(0);
});

test('a taken port is explained in a sentence', async () => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const server = start({ PORT: String(port), LOG_LEVEL: 'warn' });
  expect(await server.exitCode).toBe(1);
  expect(server.output()).toBe(
    `Port ${port} is taken by another program. Stop it, or set PORT to a free one.\n`,
  );
  other.close();
});

test('an invalid variable is explained in a sentence, without a stack', async () => {
  const server = start({ GUESTS: 'everybody' });
  expect(await server.exitCode).toBe(1);
  expect(server.output()).toBe('GUESTS must be open, on or off.\n');
});

test('a second server on the same data refuses to start', async () => {
  const first = start({});
  await ready(first);
  const second = start({});
  expect(await second.exitCode).toBe(1);
  expect(second.output()).toContain('in use by another server');
});
