import { Explained } from '../lib/runtime.mjs';
import { aptInstall } from './apt.ts';
import { isExecutable, namedProgram, onPath } from './programs.ts';

/** Debian's package and its program. */
const debians = 'firefox-esr';

const macApplication = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** A Firefox on this machine: the one that FIREFOX_PATH names, else one on the PATH or in the usual folder of a Mac. */
export function findFirefox(env: NodeJS.ProcessEnv): string | null {
  const onMac = process.platform === 'darwin' ? [macApplication] : [];
  const found = [...onPath(env, [debians, 'firefox']), ...onMac].find(isExecutable);
  return namedProgram(env, 'FIREFOX_PATH') ?? found ?? null;
}

/** Finds Firefox, and installs Debian's if there is none and this user may. */
export async function ensureFirefox(): Promise<string> {
  if (findFirefox(process.env) === null) await aptInstall([debians]);
  const found = findFirefox(process.env);
  if (found !== null) return found;
  throw new Explained(
    'The browser specs need Firefox too. Install it (Debian: sudo apt-get install firefox-esr; elsewhere: https://www.mozilla.org/firefox), or name one with FIREFOX_PATH.',
  );
}
