import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dropOldAssets, latestBuilds } from './built-assets.mjs';
import { exitCodeOf, Explained, startTool } from './runtime.mjs';
import { fingerprint } from './fingerprint.mjs';
import { inRepo, repo } from './files.mjs';

/** All inputs of a web build. */
const inputs = [
  'package-lock.json',
  'tsconfig.base.json',
  'apps/web/index.html',
  'apps/web/package.json',
  'apps/web/public',
  'apps/web/src',
  'apps/web/tsconfig.src.json',
  'apps/web/vite.config.ts',
  'apps/web/workerBundle.ts',
  'packages/client/package.json',
  'packages/client/src',
  'packages/protocol/package.json',
  'packages/protocol/src',
  'packages/rtc/package.json',
  'packages/rtc/src',
];

const stamp = inRepo('node_modules/.cache/ringback/web-build');

/** The folder of the built app. */
export const webDist = inRepo('apps/web/dist');

/** Builds the web app unless a build of exactly these sources is there already. */
export async function ensureWebBuild() {
  const current = await fingerprint(repo, inputs);
  if (existsSync(`${webDist}/index.html`) && current === (await stampedFingerprint())) return;
  const start = Date.now();
  console.log('Building the web app…');
  const before = await latestBuilds(webDist);
  await rm(stamp, { force: true });
  const code = await exitCodeOf(startTool('vite', ['build', 'apps/web', '--manifest', '--logLevel', 'warn']));
  if (code !== 0) throw new Explained('The web app could not be built; the reason is above.');
  await dropOldAssets(webDist, before);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, current);
  console.log(`Web app built in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
}

async function stampedFingerprint() {
  return existsSync(stamp) ? readFile(stamp, 'utf8') : null;
}
