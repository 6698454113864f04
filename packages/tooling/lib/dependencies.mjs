import { spawn } from 'node:child_process';
import { Explained } from './runtime.mjs';
import { inRepo, readJson, repo } from './files.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/**
 * Whether what npm last installed is what the lock file asks for. Optional packages may be missing: most of them
 * are for other platforms.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm writes when an installation is complete
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    if (found === undefined) return entry.optional === true;
    return (
      found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link
    );
  });
}

/** @param {string} path @returns {Promise<Lock | null>} null where there is none */
async function readLock(path) {
  const lock = /** @type {Partial<Lock> | null} */ (await readJson(inRepo(path)));
  return lock?.packages === undefined ? null : { packages: lock.packages };
}

/** Installs the dependencies with `npm ci` unless they are there already. */
export async function ensureDependencies() {
  const wanted = await readLock('package-lock.json');
  if (wanted === null)
    throw new Explained(
      'package-lock.json is missing or damaged. Restore it: git checkout package-lock.json',
    );
  const installed = await readLock('node_modules/.package-lock.json');
  if (installed !== null && isInstalled(wanted, installed)) return;
  await install(
    installed === null ? 'Installing dependencies' : 'Dependencies have changed, installing them',
  );
}

/** @param {string} why */
async function install(why) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  console.log(`${why} with npm ci. This takes about half a minute…`);
  const heartbeat = setInterval(() => console.log(`Still installing, ${seconds()} s so far…`), 10_000);
  try {
    await npmCi();
  } finally {
    clearInterval(heartbeat);
  }
  console.log(`Dependencies installed in ${seconds()} s.`);
}

/** Development packages are needed at run time too: Vite builds the app. NODE_ENV=production would leave them out. */
const npmArguments = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--no-fund',
  '--no-audit',
  '--loglevel=error',
];

/** @returns {Promise<void>} */
function npmCi() {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', npmArguments, {
      cwd: repo,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    npm.once('error', () =>
      reject(
        new Explained(
          'npm was not found. It comes with Node.js: install Node 20 or later from https://nodejs.org, then try again.',
        ),
      ),
    );
    npm.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Explained(
            `npm ci failed (${signal ?? `exit code ${code}`}); its message is above. It needs the network once; then start again.`,
          ),
        );
    });
  });
}
