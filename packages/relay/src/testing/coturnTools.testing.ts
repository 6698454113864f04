import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** System programs; no npm package contains them. */
const tools = { openssl: 'openssl', uclient: 'turnutils_uclient', peer: 'turnutils_peer' } as const;

/** Whether a command is on the PATH. */
export function isInstalled(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}

/** A self-signed certificate for this machine, in a temporary folder. */
export interface TestCertificate {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: string;
  readonly key: string;
  readonly remove: () => void;
}

/** Creates a certificate with openssl; undefined if openssl is missing. */
export function makeCertificate(): TestCertificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-certificate-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const certPath = join(folder, 'cert.pem');
  const keyPath = join(folder, 'key.pem');
  const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const args = ['req', ...kind.split(' '), '-addext', names, '-keyout', keyPath, '-out', certPath];
  if (spawnSync(tools.openssl, args, { stdio: 'ignore' }).status === 0) {
    return {
      certPath,
      keyPath,
      cert: readFileSync(certPath, 'utf8'),
      key: readFileSync(keyPath, 'utf8'),
      remove,
    };
  }
  remove();
  return undefined;
}

export type LoadTransport = 'udp' | 'tcp' | 'tls';

/** Packets sent and lost under a load. */
export interface LoadResult {
  readonly sent: number;
  readonly lost: number;
}

/** Settings for coturn's load generator. */
export interface UclientLoad {
  readonly transport: LoadTransport;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly secret: string;
  readonly clients: number;
  readonly messages: number;
  readonly bytes: number;
  /** Interval between messages of a client, in ms. */
  readonly everyMs: number;
  /** Client to client through the relay, by channels or by Send indications; or to an echo at this port. */
  readonly to: 'clients' | 'clientsBySend' | { readonly echoPort: number };
  /** Additional command line flags. */
  readonly flags?: readonly string[];
}

const transportFlags: Readonly<Record<LoadTransport, string>> = { udp: '', tcp: '-t', tls: '-t -S' };

function flagsTo(to: UclientLoad['to']): string {
  if (to === 'clients') return '-y';
  return to === 'clientsBySend' ? '-y -s' : `-e 127.0.0.1 -r ${to.echoPort}`;
}

/**
 * Runs turnutils_uclient, without RTCP.
 *
 * @throws Error if it fails, or does not report its losses
 */
export async function runUclient(load: UclientLoad): Promise<LoadResult> {
  const { transport, port, secret, clients, messages, bytes, everyMs, to, flags = [] } = load;
  const line = `${transportFlags[transport]} ${flagsTo(to)} -c -p ${port} -m ${clients} -n ${messages} -l ${bytes} -z ${everyMs}`;
  const words = line.split(' ').filter((word) => word !== '');
  const args = [...words, ...flags, '-W', secret, '-u', 'load', '127.0.0.1'];
  const child = spawn(tools.uclient, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const late = setTimeout(() => child.kill('SIGKILL'), 120_000);
  await once(child, 'close');
  clearTimeout(late);
  const lost = /Total lost packets (\d+)/.exec(printed)?.[1];
  const sent = [...printed.matchAll(/tot_send_msgs=(\d+)/g)].at(-1)?.[1];
  if (lost === undefined) throw new Error(`turnutils_uclient failed:\n${printed.slice(-800)}`);
  return { sent: Number(sent ?? clients * messages), lost: Number(lost) };
}

/** Starts coturn's echo peer; returns a function that stops it. */
export function startEchoPeer(port: number): () => Promise<void> {
  const child = spawn(tools.peer, ['-L', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
}
