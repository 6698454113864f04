import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserType } from '@playwright/test';
import { chromiumFlags, findBrowser } from '@ringback/tooling';
import type { Namespace } from './namespace.ts';

/**
 * Starts Chromium on a host. Playwright steers it over pipes, which know no network. Its shell without windows will not
 * do: that takes no plain http for safe.
 *
 * @param origins addresses that it takes for safe, though they speak plain http
 */
export async function launchBrowser(
  chromium: BrowserType,
  host: Namespace,
  origins: readonly string[],
): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-lab-'));
  const wrapper = join(folder, 'chromium');
  const program = findBrowser(process.env) ?? chromium.executablePath();
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec '${host.name}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  const flags = [...chromiumFlags(), `--unsafely-treat-insecure-origin-as-secure=${origins.join(',')}`];
  const browser = await chromium.launch({ executablePath: wrapper, args: flags });
  await rm(folder, { recursive: true });
  return browser;
}
