import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { Explained } from './explain.mjs';
import { inRepo, repo } from './paths.mjs';

/** The first Node that runs TypeScript as it is and still gets fixes. */
const minimumMajor = 24;

/**
 * The Node that runs the project: the one of the lock file, or this one where it is new enough. Its path is not
 * `node_modules/.bin/node`: npm 10 removes that link along with the packages of other platforms, which have it too.
 *
 * @returns {string}
 */
export function nodePath() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = inRepo('node_modules', `node-${platform}-${process.arch}`, 'bin', program);
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= minimumMajor) return process.execPath;
  throw new Explained(
    `Node ${minimumMajor} or later is needed; this is ${process.version}, and none is packaged for ${process.platform} on ${process.arch}. Install it from https://nodejs.org, then try again.`,
  );
}

/**
 * The environment in which `node` and the installed commands are the project's own. What Node has compiled it keeps for
 * the next program and the next thread: the server starts a third sooner, and the tests of it take a third less work.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function projectEnvironment() {
  const path = [dirname(nodePath()), inRepo('node_modules/.bin'), process.env['PATH'] ?? ''];
  return {
    NODE_COMPILE_CACHE: inRepo('node_modules/.cache/compiled'),
    ...process.env,
    PATH: path.join(delimiter),
  };
}

/**
 * Starts a script of the project with the project's Node, at the top folder, on this terminal.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extra] variables on top of this process's own
 */
export function startNode(args, extra = {}) {
  return spawn(nodePath(), args, { cwd: repo, stdio: 'inherit', env: { ...projectEnvironment(), ...extra } });
}

/**
 * Starts an installed command with the project's Node, at the top folder, on this terminal.
 *
 * @param {string} command as in node_modules/.bin
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extra] variables on top of this process's own
 */
export function startTool(command, args, extra = {}) {
  return spawn(inRepo('node_modules/.bin', command), args, {
    cwd: repo,
    stdio: 'inherit',
    env: { ...projectEnvironment(), ...extra },
    // There the commands are batch files, which only a shell can start.
    shell: process.platform === 'win32',
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; 128 plus the signal's number if a signal ended it, as shells say it
 */
export function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}

/**
 * Passes on what would end this process, and outlives the children, so that they can stop in peace. Ctrl-C needs no
 * passing on: the terminal sends it to every process in the foreground.
 *
 * @param {...import('node:child_process').ChildProcess} children
 */
export function forwardSignals(...children) {
  const atTerminal = process.stdin.isTTY;
  /** @param {NodeJS.Signals} signal */
  const tellAll = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !atTerminal) tellAll(signal);
    });
  }
  whenOrphaned(() => tellAll('SIGTERM'));
}

/**
 * npm runs its scripts in a shell, and many shells die of a SIGTERM without handing it on. The only trace of that is
 * a new parent, so look for one now and then.
 *
 * @param {() => void} action
 */
function whenOrphaned(action) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, 200);
  timer.unref();
}
