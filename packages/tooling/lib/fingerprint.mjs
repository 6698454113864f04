import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * A hash over the names and contents of files: equal means that a build from them would come out the same. Contents
 * and not times, because a fresh checkout or a branch switch touches times without changing anything.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders below the root; missing ones count as empty
 */
export async function fingerprint(root, paths) {
  const hash = createHash('sha256');
  const files = (await Promise.all(paths.map((path) => filesBelow(join(root, path))))).flat();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  for (const [index, content] of contents.entries()) {
    const name = relative(root, files[index] ?? '')
      .split(sep)
      .join('/');
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {Promise<string[]>} the file itself, or all files in the folder, sorted */
async function filesBelow(path) {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return [path];
  const names = (await readdir(path)).toSorted();
  return (await Promise.all(names.map((name) => filesBelow(join(path, name))))).flat();
}
