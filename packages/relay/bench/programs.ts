import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestCertificate } from '../src/testing/coturnTools.testing.ts';
import { openUdp } from '../src/testing/clientSocket.testing.ts';
import { TurnClient } from '../src/testing/turnClient.testing.ts';

/** Ports for benchmarks, apart from those of tests. */
export const benchPorts = {
  server: 4120,
  tls: 4121,
  bare: 4122,
  peer: 4130,
  min: 42_500,
  max: 42_999,
} as const;

/** A fixed secret is fine, because the servers listen on loopback for seconds. */
export const benchSecret = 'a-secret-for-benchmarks';

/** Error codes for a thread that has ended: before its file is opened, and after. */
const goneCodes: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);

/** A server under measurement. */
export interface Program {
  readonly name: string;
  readonly process: ChildProcess;
  /** Its output so far. */
  readonly printed: () => string;
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Starts this relay. */
export async function startOwn(certificate: TestCertificate | undefined): Promise<Program> {
  const { server, tls, min, max } = benchPorts;
  const line = `--port ${server} --min-port ${min} --max-port ${max} --allow-peers 127.0.0.0/8 --per-user 500`;
  const tlsArgs =
    certificate === undefined
      ? []
      : ['--tls-port', String(tls), '--cert', certificate.certPath, '--key', certificate.keyPath];
  return startNode('relay', [
    script('../scripts/serve.ts'),
    '--secret',
    benchSecret,
    ...line.split(' '),
    ...tlsArgs,
  ]);
}

/** Starts the bare echo. */
export function startEcho(): Promise<Program> {
  return startNode('bare', [script('echo.ts'), String(benchPorts.bare)]);
}

/** Starts the bare forwarder to the external echo. */
export function startForwarder(): Promise<Program> {
  return startNode('bare', [script('forward.ts'), String(benchPorts.bare), String(benchPorts.peer)]);
}

async function startNode(name: string, args: readonly string[]): Promise<Program> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await once(child.stdout, 'data');
  return { name, process: child, printed: () => printed };
}

/** Starts coturn on the same ports, with optional features disabled. */
export async function startCoturn(certificate: TestCertificate | undefined): Promise<Program> {
  const { server, tls, min, max } = benchPorts;
  const line =
    `-n --listening-ip=127.0.0.1 --relay-ip=127.0.0.1 --listening-port=${server} --tls-listening-port=${tls} ` +
    `--min-port=${min} --max-port=${max} --realm=bench --use-auth-secret --static-auth-secret=${benchSecret} ` +
    '--fingerprint --no-dtls --no-tcp-relay --no-cli --no-rfc5780 --no-software-attribute --allow-loopback-peers ' +
    '--stale-nonce=600 --no-stdout-log --log-file=/dev/null --pidfile=/dev/null';
  const tlsArgs =
    certificate === undefined
      ? ['--no-tls']
      : [`--cert=${certificate.certPath}`, `--pkey=${certificate.keyPath}`];
  const child = spawn('turnserver', [...line.split(' '), ...tlsArgs], { stdio: 'ignore' });
  await waitForServer(server);
  return { name: 'coturn', process: child, printed: () => '' };
}

/** Waits until a STUN server on this machine responds. */
async function waitForServer(port: number): Promise<void> {
  const client = new TurnClient(await openUdp(port));
  for (let tried = 0; tried < 50 && client.responses.length === 0; tried += 1) {
    client.sendUnsigned('binding').catch(() => {});
    await wait(100);
  }
  client.close();
  if (client.responses.length === 0) throw new Error('The server did not start.');
}

/** Stops a program and waits for its exit. */
export async function stop({ process: child }: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(killTimer);
}

/** CPU time of all threads of a program, in seconds. */
export function cpuSeconds({ process: { pid } }: Program): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((id) => nanosecondsOf(join(tasks, id)));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}

/** CPU time of a thread; 0 if it has ended since it was listed, as helper threads of the start do. */
function nanosecondsOf(task: string): number {
  try {
    const [onCpu] = readFileSync(join(task, 'schedstat'), 'utf8').split(' ');
    return Number(onCpu);
  } catch (error) {
    if (error instanceof Error && 'code' in error && goneCodes.has(error.code)) return 0;
    throw error;
  }
}
