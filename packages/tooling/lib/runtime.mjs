import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { inRepo, repo } from './files.mjs';

/** A failure that a person can act on: shown as one sentence, without a stack. */
export class Explained extends Error {}

/**
 * Runs a command's main function; an explained failure ends it with that sentence, any other with its stack.
 *
 * @param {() => Promise<void>} main
 */
export async function runCommand(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Explained ? `\nRingback: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** The oldest Node that runs TypeScript without a build and still gets fixes. */
const minimumMajor = 24;

/**
 * The Node that runs the project: the one of the lock file, or this one where it is new enough. It is not taken from
 * `node_modules/.bin/node`, because npm 10 removes that link along with the packages of other platforms.
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
 * The environment in which `node` and the installed commands are the project's own. Node keeps compiled code for the next
 * program and the next thread, which makes the server start a third sooner and its tests take a third less time.
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
 * Node options for the server that give young objects room, in MiB, so that under load they die young instead of being
 * copied: the slowest percent of calls rings within 9.5 ms instead of 11, the median call within 2.0 ms instead of 2.1
 * (`npm run bench:signaling`, two cores). The price is that much memory.
 */
export const serverFlags = ['--min-semi-space-size=16', '--max-semi-space-size=32'];

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
    // On Windows the commands are batch files, which only a shell can start.
    shell: process.platform === 'win32',
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code, or 128 plus the signal's number if a signal ended it, as in shells
 */
export function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}

/**
 * Forwards the signals that would end this process to its children and waits for them, so that they can stop gracefully.
 * Ctrl-C is not forwarded: the terminal sends it to every process in the foreground.
 *
 * @param {...import('node:child_process').ChildProcess} children
 */
export function forwardSignals(...children) {
  const atTerminal = process.stdin.isTTY;
  /** @param {NodeJS.Signals} signal */
  const killAll = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !atTerminal) killAll(signal);
    });
  }
  whenOrphaned(() => killAll('SIGTERM'));
}

/**
 * npm runs scripts in a shell, and many shells die of SIGTERM without forwarding it. The only trace is a new parent
 * process, so this polls for one.
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
