import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRepo } from '../lib/files.mjs';
import { aptInstall } from './apt.ts';

/** Programs that the network lab runs, by the package of Debian that brings them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  iproute2: ['ip', 'ss'],
  nftables: ['nft'],
  'perl-base': ['perl'],
  coturn: ['turnserver'],
};

/** Commands that must work in a namespace before the lab can run, and what each is needed for. */
const trials: readonly { readonly purpose: string; readonly command: readonly string[] }[] = [
  { purpose: 'tunnels', command: ['perl', inRepo('apps/e2e/lab/internet/openTunnels.pl'), 'try', 'true'] },
  {
    purpose: 'address translation',
    command: [
      'nft',
      'add table ip try; add chain ip try leaving { type nat hook postrouting priority srcnat; }; add rule ip try leaving masquerade',
    ],
  },
];

/**
 * Finds out why the network lab cannot run here, after installing missing programs if this user may.
 *
 * @returns a sentence with the cause, or null if it can run
 */
export async function obstacleToLab(): Promise<string | null> {
  if (process.platform !== 'linux') return 'Network namespaces are a thing of Linux.';
  if (process.getuid?.() !== 0) return 'Network namespaces need root, which this user is not.';
  await installMissing();
  const missing = missingPrograms();
  if (missing.length > 0)
    return `These programs are missing, and could not be installed: ${missing.join(', ')}.`;
  return refusal();
}

async function installMissing(): Promise<void> {
  const missing = missingPrograms();
  const wanted = Object.keys(packages).filter((name) =>
    packages[name]?.some((program) => missing.includes(program)),
  );
  if (wanted.length === 0) return;
  await aptInstall(wanted);
  // Debian starts servers on installation. The lab starts its own, and the machine's owner did not ask for one.
  if (wanted.includes('coturn') && existsSync('/run/systemd/system'))
    tell('systemctl', 'disable', '--now', 'coturn');
}

/** Programs that are neither on the PATH nor in Debian's folders for root. */
function missingPrograms(path = process.env['PATH'] ?? ''): string[] {
  const folders = [...path.split(delimiter), '/usr/sbin', '/sbin'];
  return Object.values(packages)
    .flat()
    .filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
}

/** Why the machine cannot run the lab, found by trying what the lab does in a namespace; null if it can. */
function refusal(): string | null {
  const name = `ringlab-${process.pid}-try`;
  const reason = tell('ip', 'netns', 'add', name);
  if (reason !== null) return `This machine allows no network namespaces: ${reason}`;
  try {
    for (const { purpose, command } of trials) {
      const cause = tell('ip', 'netns', 'exec', name, ...command);
      if (cause !== null) return `This machine allows no ${purpose} in network namespaces: ${cause}`;
    }
    return null;
  } finally {
    tell('ip', 'netns', 'del', name);
  }
}

/** Runs a program; returns its complaint, or null if it succeeded. */
function tell(command: string, ...args: readonly string[]): string | null {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return null;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return said === '' ? String(error) : said;
  }
}
