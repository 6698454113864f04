// `npm run size`: what a browser downloads before a call, from the manifest of the build.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { ensureDependencies } from './lib/dependencies.mjs';
import { Explained, runCommand } from './lib/runtime.mjs';
import { readJson } from './lib/files.mjs';
import { ensureWebBuild, webDist } from './lib/web-build.mjs';

/** Gzipped JavaScript that may load before a call, in bytes. */
const firstLoadLimit = 110_000;

/** @typedef {{ file: string, imports?: string[] }} Chunk one entry of Vite's manifest */

/** @returns {Promise<Record<string, Chunk>>} */
async function readManifest() {
  const manifest = /** @type {Record<string, Chunk>} */ (
    (await readJson(`${webDist}/.vite/manifest.json`)) ?? {}
  );
  return Object.fromEntries(Object.entries(manifest).filter(([, { file }]) => file.endsWith('.js')));
}

/**
 * @param {Record<string, Chunk>} manifest
 * @param {string} page the HTML of the app
 * @returns {Set<string>} what the page names, and all that this imports statically, however indirectly
 */
function firstLoad(manifest, page) {
  const isNamed = (/** @type {string} */ key) => page.includes(`/${manifest[key]?.file}"`);
  const keys = new Set(Object.keys(manifest).filter(isNamed));
  // Iterating a set also visits what is added meanwhile, once.
  for (const key of keys) for (const next of manifest[key]?.imports ?? []) keys.add(next);
  return keys;
}

/** @param {string} file */
async function gzippedBytes(file) {
  return gzipSync(await readFile(`${webDist}/${file}`)).length;
}

/** @param {number} bytes @param {string} name */
function printLine(bytes, name) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}`);
}

await runCommand(async () => {
  await ensureDependencies();
  await ensureWebBuild();
  const manifest = await readManifest();
  const early = firstLoad(manifest, await readFile(`${webDist}/index.html`, 'utf8'));
  const late = Object.keys(manifest).filter((key) => !early.has(key));

  console.log('First load, JavaScript, gzipped:');
  const total = await printChunks([...early], manifest);
  printLine(total, `in all, of ${firstLoadLimit / 1000} kB allowed`);
  console.log('Loaded when needed:');
  await printChunks(late, manifest);
  if (early.size === 0) throw new Explained('The page names no scripts: nothing was measured.');
  if (total > firstLoadLimit)
    throw new Explained('The first load is too big: load what a call needs lazily, with import().');
});

/** @param {string[]} keys @param {Record<string, Chunk>} manifest @returns {Promise<number>} their bytes together */
async function printChunks(keys, manifest) {
  let total = 0;
  for (const key of keys) {
    const file = manifest[key]?.file ?? key;
    const bytes = await gzippedBytes(file);
    printLine(bytes, file);
    total += bytes;
  }
  return total;
}
