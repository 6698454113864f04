import { accessSync, constants, existsSync } from 'node:fs';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { Explained } from '../lib/explain.mjs';
import { aptInstall } from './apt.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium on this machine: the one that CHROMIUM_PATH names, else one on the PATH or in the usual folder of a Mac,
 * else the one that `npx playwright install chromium` brought.
 */
export function findBrowser(
  env: NodeJS.ProcessEnv,
  playwrightsOwn = chromium.executablePath(),
): string | null {
  const named = env['CHROMIUM_PATH'] ?? '';
  if (named !== '' && !isExecutable(named)) {
    throw new Explained(`CHROMIUM_PATH names ${named}, which is no program that can be started.`);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const onMac = process.platform === 'darwin' ? macApplications : [];
  return [named, ...onPath, ...onMac, playwrightsOwn].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Finds a browser for the browser specs, and installs Debian's Chromium where there is none and it may. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser(process.env);
  if (found !== null) return found;
  await aptInstall(['chromium']);
  const installed = findBrowser(process.env);
  if (installed !== null) return installed;
  throw new Explained(
    'The browser specs need Chromium. Install it (Debian: sudo apt-get install chromium; elsewhere: npx playwright install chromium), or name one with CHROMIUM_PATH.',
  );
}

/**
 * The flags with which specs start Chromium: a camera with a moving picture, a microphone that beeps, nobody asked
 * for permission, and no traffic of its own.
 */
export function chromiumFlags(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string[] {
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  return [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    // With loopback alone, WebRTC would gather no candidates at all.
    ...(addresses.every(({ internal }) => internal) ? ['--allow-loopback-in-peer-connection'] : []),
  ];
}
