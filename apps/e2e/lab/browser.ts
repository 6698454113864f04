import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserType } from '@playwright/test';
import { chromiumFlags } from '@ringback/tooling';
import type { Namespace } from './namespace.ts';
import { addresses, names } from './publicHost.ts';

/** The lab has no DNS server. */
const wherePagesAre = `MAP ${names.app} ${addresses.app}, MAP ${names.bare} ${addresses.bare}`;

/**
 * Starts Chromium on a host. Playwright controls it over pipes, which need no network.
 * @param program its path; without one, Playwright's own
 */
export async function launchBrowser(
  chromium: BrowserType,
  host: Namespace,
  program = chromium.executablePath(),
): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-lab-'));
  const wrapper = join(folder, 'chromium');
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec '${host.name}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  const args = [...chromiumFlags(), `--host-resolver-rules=${wherePagesAre}`];
  const browser = await chromium.launch({ executablePath: wrapper, args });
  await rm(folder, { recursive: true });
  return browser;
}
