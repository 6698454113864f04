import { execFileSync, spawn } from 'node:child_process';
import { exitCodeOf } from '../lib/runtime.mjs';

/** Installs Debian packages if this user may, and prints what failed. Elsewhere it does nothing. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  const prefix = aptPrefix();
  if (prefix === null) return;
  console.log(`Installing ${packages.join(', ')} with apt-get…`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [command = '', ...rest] = [...prefix, 'apt-get', '-q', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const code = await exitCodeOf(spawn(command, rest, { stdio: 'inherit', env }));
    if (code !== 0) console.log(`apt-get ${args[0]} ended with exit code ${code}.`);
  }
}

/** The prefix with which this user may run apt-get; null if they may not, or without apt. */
function aptPrefix(): string[] | null {
  if (!succeeds('apt-get', '--version')) return null;
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : null;
}

function succeeds(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
