import { execFile } from 'node:child_process';

/** Longer than any of these commands takes; a hanging one must not block the lab. */
const timeoutMs = 20_000;

/**
 * Runs a program to its end.
 * @param input what it reads from its standard input
 * @returns what it printed
 * @throws with its output if it fails
 */
export function run(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || error.message}`));
    });
    child.stdin?.on('error', () => {
      // It exited without reading; its exit code says why.
    });
    child.stdin?.end(input);
  });
}

/** Runs `ip` with arguments separated by spaces. */
export function ip(words: string): Promise<string> {
  return run('ip', words.split(' '));
}
