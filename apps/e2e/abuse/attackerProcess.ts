import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { nodePath, repo } from '@ringback/tooling';
import * as v from 'valibot';
import type { AttackName } from './attacks.ts';

const Tally = v.object({ sent: v.number(), granted: v.number(), refused: v.number(), closed: v.number() });
export type Tally = v.InferOutput<typeof Tally>;

/** The honest people use 127.0.0.1. */
const firstAddress = '127.0.0.2';

/**
 * Starts an attack from a process of its own, behind everything else on this machine, so that the server's limits are
 * measured and not the machine's. Resolves once it attacks; its report comes at its end.
 */
export async function startAttacker(
  name: AttackName,
  url: string,
  { seconds, nice }: { readonly seconds: number; readonly nice: number },
): Promise<{ report: Promise<Tally> }> {
  const child = fork('apps/e2e/abuse/attacker.ts', [name, url, firstAddress, String(seconds)], {
    cwd: repo,
    execPath: nodePath(),
  });
  if (child.pid !== undefined) setPriority(child.pid, nice);
  await once(child, 'message');
  child.send('go');
  const report = once(child, 'message').then(([tally]) => v.parse(Tally, tally));
  return { report };
}
