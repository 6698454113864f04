import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The top folder of the project. */
export const repo = fileURLToPath(new URL('../../..', import.meta.url));

/** @param {...string} parts a path below the top folder */
export function inRepo(...parts) {
  return join(repo, ...parts);
}
