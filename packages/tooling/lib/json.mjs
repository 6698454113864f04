import { readFile } from 'node:fs/promises';

/**
 * Reads a file that a tool wrote.
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
