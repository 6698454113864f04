import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the project. */
export const repo = fileURLToPath(new URL('../../..', import.meta.url));

/** @param {...string} parts a path below the top folder */
export function inRepo(...parts) {
  return join(repo, ...parts);
}

/**
 * Reads a JSON file that a tool wrote.
 *
 * @param {string} path
 * @returns {Promise<unknown>} null if there is no such file, or it holds no JSON
 */
export async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
