import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFirefox } from './browser.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-firefox-'));
  for (const name of ['my-fox', 'firefox-esr', 'firefox']) {
    await writeFile(join(folder, name), '#!/bin/sh\n');
    await chmod(join(folder, name), 0o755);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('FIREFOX_PATH goes before the PATH; empty counts as unset', () => {
  const named = join(folder, 'my-fox');
  expect(findFirefox({ FIREFOX_PATH: named, PATH: folder })).toBe(named);
  expect(findFirefox({ FIREFOX_PATH: '', PATH: folder })).toBe(join(folder, 'firefox-esr'));
});

test('a FIREFOX_PATH without a program is reported, not ignored', () => {
  expect(() => findFirefox({ FIREFOX_PATH: '/nonexistent/firefox', PATH: folder })).toThrow(
    'FIREFOX_PATH names',
  );
});
