import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from './files.mjs';

/**
 * How many earlier builds keep their files: tabs that are open during an update still load the parts of their own build.
 * More than one, for a server that is updated several times a day.
 */
const earlierBuilds = 3;

/** @typedef {{ file: string, css?: string[], assets?: string[] }} Chunk one entry of Vite's manifest */

/** @param {string} dist the folder of the built app @returns {string} the file that lists the latest builds */
function listOf(dist) {
  return join(dist, '.vite/builds.json');
}

/**
 * The files of the latest builds, newest first.
 *
 * @param {string} dist the folder of the built app
 * @returns {Promise<string[][]>}
 */
export async function latestBuilds(dist) {
  const listed = /** @type {string[][] | null} */ (await readJson(listOf(dist)));
  return listed ?? [await builtFiles(dist)].filter((files) => files.length > 0);
}

/**
 * After a build: deletes files that only older builds used.
 *
 * @param {string} dist the folder of the built app
 * @param {string[][]} before what `latestBuilds` returned before the build
 */
export async function dropOldAssets(dist, before) {
  const builds = [await builtFiles(dist), ...before].slice(0, 1 + earlierBuilds);
  const used = new Set(builds.flat());
  const assets = await readdir(join(dist, 'assets'));
  const old = assets.map((name) => `assets/${name}`).filter((file) => !used.has(file));
  await Promise.all(old.map((file) => rm(join(dist, file), { force: true })));
  await writeFile(listOf(dist), JSON.stringify(builds));
}

/** @param {string} dist @returns {Promise<string[]>} the files of the build that the manifest describes */
async function builtFiles(dist) {
  const manifest = /** @type {Record<string, Chunk> | null} */ (
    await readJson(join(dist, '.vite/manifest.json'))
  );
  const chunks = Object.values(manifest ?? {});
  return [...new Set(chunks.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]))];
}
