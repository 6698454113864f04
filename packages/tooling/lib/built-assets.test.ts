import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropOldAssets, latestBuilds } from './built-assets.mjs';

let dist = '';

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'ringback-dist-'));
  await mkdir(join(dist, 'assets'));
  await mkdir(join(dist, '.vite'));
});

afterEach(async () => {
  await rm(dist, { recursive: true, force: true });
});

/** Does to the folder what a build does. */
async function build(...names: readonly string[]): Promise<void> {
  const before = await latestBuilds(dist);
  await writeBuild(...names);
  await dropOldAssets(dist, before);
}

async function writeBuild(...names: readonly string[]): Promise<void> {
  for (const name of names) await writeFile(join(dist, 'assets', name), name);
  const [first = '', ...more] = names.map((name) => `assets/${name}`);
  const manifest = { 'src/main.tsx': { file: first, css: more } };
  await writeFile(join(dist, '.vite/manifest.json'), JSON.stringify(manifest));
}

const files = async () => (await readdir(join(dist, 'assets'))).toSorted();

test('tabs that were open during an update find the files of their build', async () => {
  await build('first-a.js', 'first-a.css');
  await build('first-b.js', 'first-a.css');
  expect(await files()).toEqual(['first-a.css', 'first-a.js', 'first-b.js']);
});

test('after four more updates the files are gone, unless a build still uses them', async () => {
  await build('first-0.js', 'icons.css');
  for (const n of [1, 2, 3, 4]) await build(`first-${n}.js`, 'icons.css');
  expect(await files()).toEqual(['first-1.js', 'first-2.js', 'first-3.js', 'first-4.js', 'icons.css']);
});

test('the files of a build that listed nothing are kept, too', async () => {
  await writeBuild('first-a.js');
  await build('first-b.js');
  expect(await files()).toEqual(['first-a.js', 'first-b.js']);
});

test('what a failed build left behind goes with the next one', async () => {
  await build('first-a.js');
  await writeFile(join(dist, 'assets/half.js'), '');
  await build('first-b.js');
  expect(await files()).toEqual(['first-a.js', 'first-b.js']);
});
