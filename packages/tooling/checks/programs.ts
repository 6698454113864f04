import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Explained } from '../lib/runtime.mjs';

/** Every place on the PATH where one of these programs could be, in the order of the programs. */
export function onPath(env: NodeJS.ProcessEnv, programs: readonly string[]): string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}

export function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The program that a variable of the environment names; empty counts as unset.
 * @throws Explained if it names no program
 */
export function namedProgram(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const named = env[variable];
  if (named === undefined || named === '') return undefined;
  if (isExecutable(named)) return named;
  throw new Explained(`${variable} names ${named}, which is no program that can be started.`);
}
