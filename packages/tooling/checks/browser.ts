import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { Explained } from '../lib/explain.mjs';
import { exitCodeOf } from '../lib/runtime.mjs';

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
  await aptInstall();
  const installed = findBrowser(process.env);
  if (installed !== null) return installed;
  throw new Explained(
    'The browser specs need Chromium. Install it (Debian: sudo apt-get install chromium; elsewhere: npx playwright install chromium), or name one with CHROMIUM_PATH.',
  );
}

async function aptInstall(): Promise<void> {
  const prefix = aptPrefix();
  if (prefix === null) return;
  console.log('No browser found: installing Chromium with apt-get…');
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command = '', ...rest] = [...prefix, 'apt-get', '-q', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const code = await exitCodeOf(spawn(command, rest, { stdio: 'inherit', env }));
    if (code !== 0) console.log(`apt-get ${args[0]} ended with exit code ${code}.`);
  }
}

/** How this user may install system packages, as the beginning of a command line; null if not, or without apt. */
function aptPrefix(): string[] | null {
  if (!succeeds('apt-get', '--version')) return null;
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : null;
}

function succeeds(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
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
