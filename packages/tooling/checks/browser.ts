import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { basename } from 'node:path';
import { chromium } from '@playwright/test';
import { Explained } from '../lib/runtime.mjs';
import { aptInstall } from './apt.ts';
import { isExecutable, namedProgram, onPath } from './programs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Debian's package and its program. */
const headlessShell = 'chromium-headless-shell';

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
  const named = namedBrowser(env);
  const onMac = process.platform === 'darwin' ? macApplications : [];
  return named ?? [...onPath(env, names), ...onMac, playwrightsOwn].find(isExecutable) ?? null;
}

/**
 * Chromium's shell without windows if there is one, else what `findBrowser` finds. Whole calls run in it in two thirds of
 * the time (measured with twelve specs), but it has no notifications and never asks for a microphone.
 */
export function findHeadlessShell(
  env: NodeJS.ProcessEnv,
  playwrightsOwn = chromium.executablePath(),
): string | null {
  if (namedBrowser(env) !== undefined) return findBrowser(env, playwrightsOwn);
  return onPath(env, [headlessShell]).find(isExecutable) ?? findBrowser(env, playwrightsOwn);
}

function namedBrowser(env: NodeJS.ProcessEnv): string | undefined {
  return namedProgram(env, 'CHROMIUM_PATH');
}

/** The browsers for the specs. */
export interface Browsers {
  readonly withWindows: string;
  readonly headless: string;
  readonly firefox: string;
}

/** Finds the browsers for the specs, and installs Debian's if they are missing and this user may. */
export async function ensureBrowsers(): Promise<Browsers> {
  const missing = missingPackages(process.env);
  if (missing.length > 0) await aptInstall(missing);
  const withWindows = findBrowser(process.env);
  const headless = findHeadlessShell(process.env);
  if (withWindows !== null && headless !== null)
    return { withWindows, headless, firefox: await ensureFirefox() };
  throw new Explained(
    'The browser specs need Chromium. Install it (Debian: sudo apt-get install chromium; elsewhere: npx playwright install chromium), or name one with CHROMIUM_PATH.',
  );
}

/**
 * Debian's packages that `findBrowser` and `findHeadlessShell` would use; any browser named in CHROMIUM_PATH is enough.
 */
export function missingPackages(
  env: NodeJS.ProcessEnv,
  playwrightsOwn = chromium.executablePath(),
): string[] {
  const found = findBrowser(env, playwrightsOwn);
  if (found === null) return ['chromium', headlessShell];
  const isDebians = namedBrowser(env) === undefined && basename(found) === 'chromium';
  return isDebians && findHeadlessShell(env, playwrightsOwn) === found ? [headlessShell] : [];
}

/**
 * The flags with which specs start Chromium: a camera with a moving picture, a microphone that beeps, no permission
 * prompts, and no background traffic.
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

/** Debian's package of Firefox and its program. */
const firefoxPackage = 'firefox-esr';

const macFirefox = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** A Firefox on this machine: the one that FIREFOX_PATH names, else one on the PATH or in the usual folder of a Mac. */
export function findFirefox(env: NodeJS.ProcessEnv): string | null {
  const onMac = process.platform === 'darwin' ? [macFirefox] : [];
  const found = [...onPath(env, [firefoxPackage, 'firefox']), ...onMac].find(isExecutable);
  return namedProgram(env, 'FIREFOX_PATH') ?? found ?? null;
}

/** Finds Firefox, and installs Debian's if there is none and this user may. */
async function ensureFirefox(): Promise<string> {
  if (findFirefox(process.env) === null) await aptInstall([firefoxPackage]);
  const found = findFirefox(process.env);
  if (found !== null) return found;
  throw new Explained(
    'The browser specs need Firefox too. Install it (Debian: sudo apt-get install firefox-esr; elsewhere: https://www.mozilla.org/firefox), or name one with FIREFOX_PATH.',
  );
}
