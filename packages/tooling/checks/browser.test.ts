import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumFlags, findBrowser, findHeadlessShell, missingPackages } from './browser.ts';

let folder = '';

/** Puts an executable program into the folder. */
async function program(path: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-browser-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const nowhere = '/nonexistent/chrome';

test('CHROMIUM_PATH goes before the PATH', async () => {
  const named = await program('named/my-chromium');
  await program('on-path/chromium');
  expect(findBrowser({ CHROMIUM_PATH: named, PATH: join(folder, 'on-path') }, nowhere)).toBe(named);
});

test('a CHROMIUM_PATH without a program is reported, not ignored', () => {
  expect(() => findBrowser({ CHROMIUM_PATH: '/nonexistent/chromium' }, nowhere)).toThrow(
    'CHROMIUM_PATH names',
  );
});

test('a google-chrome on the PATH is found', async () => {
  const chrome = await program('google/google-chrome');
  expect(findBrowser({ PATH: `/nonexistent:${join(folder, 'google')}` }, nowhere)).toBe(chrome);
});

test('a file that is not executable is no browser', async () => {
  await chmod(await program('plain/chromium'), 0o644);
  expect(findBrowser({ PATH: join(folder, 'plain') }, nowhere)).toBeNull();
});

test("Playwright's own comes last", async () => {
  const own = await program('own/chrome');
  expect(findBrowser({ PATH: join(folder, 'empty') }, own)).toBe(own);
});

test('no browser anywhere', () => {
  expect(findBrowser({ PATH: join(folder, 'empty') }, nowhere)).toBeNull();
});

test('a headless shell comes before a full browser where it is enough', async () => {
  const whole = await program('debian/chromium');
  const env = { PATH: join(folder, 'debian') };
  expect(findHeadlessShell(env, nowhere)).toBe(whole);
  expect(missingPackages(env, nowhere)).toEqual(['chromium-headless-shell']);
  const shell = await program('debian/chromium-headless-shell');
  expect(findHeadlessShell(env, nowhere)).toBe(shell);
  expect(findBrowser(env, nowhere)).toBe(whole);
  expect(missingPackages(env, nowhere)).toEqual([]);
});

test('a browser named by the user is used for everything, and nothing is installed', async () => {
  const named = await program('wanted/chromium');
  const env = { CHROMIUM_PATH: named, PATH: join(folder, 'debian') };
  expect(findHeadlessShell(env, nowhere)).toBe(named);
  expect(missingPackages(env, nowhere)).toEqual([]);
});

test('without any browser both packages are installed; another vendor’s browser is enough', async () => {
  expect(missingPackages({ PATH: nowhere }, nowhere)).toEqual(['chromium', 'chromium-headless-shell']);
  await program('vendor/google-chrome');
  expect(missingPackages({ PATH: join(folder, 'vendor') }, nowhere)).toEqual([]);
});

const loopback: NetworkInterfaceInfo = {
  address: '127.0.0.1',
  netmask: '255.0.0.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal: true,
  cidr: '127.0.0.1/8',
};

test('loopback candidates are allowed only if there is no other address', () => {
  const flag = '--allow-loopback-in-peer-connection';
  expect(chromiumFlags({ lo: [loopback] })).toContain(flag);
  expect(chromiumFlags({ lo: [loopback], eth0: [{ ...loopback, internal: false }] })).not.toContain(flag);
});
