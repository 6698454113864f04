import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { nodePath, repo } from '@ringback/tooling';

/** Counters that the relay prints when it stops. */
export interface FinalCounters {
  readonly allocations: number;
  readonly packetsToPeers: number;
  readonly packetsInside: number;
  readonly malformed: number;
  readonly responsesWithheld: number;
}

/** The relay as its own process. */
export interface RelayProgram {
  readonly port: number;
  /** Stops it and returns its counters; a second call returns the same. */
  readonly stop: () => Promise<FinalCounters>;
}

/** Starts the relay on 127.0.0.1, with its own range of relayed ports. */
export async function startRelayProgram(secret: string): Promise<RelayProgram> {
  const line = `packages/relay/scripts/serve.ts --secret ${secret} --port 4150 --min-port 42000 --max-port 42499`;
  const child = spawn(nodePath(), line.split(' '), { cwd: repo, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const port = numberIn(printed, 'port');
  return {
    port,
    stop: async () => {
      if (child.exitCode === null) {
        // The process may exit before its last output is read.
        const ended = once(child, 'close');
        child.kill('SIGTERM');
        await ended;
      }
      const last = printed.trim().split('\n').at(-1) ?? '';
      const of = (name: string): number => numberIn(last, name);
      return {
        allocations: of('allocations'),
        packetsToPeers: of('packetsToPeers'),
        packetsInside: of('packetsInside'),
        malformed: of('malformed'),
        responsesWithheld: of('responsesWithheld'),
      };
    },
  };
}

function numberIn(json: string, name: string): number {
  const found = new RegExp(`"${name}":(\\d+)`).exec(json)?.[1];
  if (found === undefined) throw new Error(`The relay did not tell its "${name}": ${json}`);
  return Number(found);
}
