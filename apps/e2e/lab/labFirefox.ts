import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFirefox, nodePath } from '@ringback/tooling';
import type { Browser } from 'puppeteer-core';
import { launchFirefox } from '../firefox/launchFirefox.ts';
import type { Namespace } from './namespace.ts';
import { addresses, port } from './publicHost.ts';

/** Firefox takes every `localhost` name for its own machine, so its pages use the server's address. */
export const appForFirefox = `http://${addresses.app}:${port}`;

const preferences = {
  // Inputs need a secure address, or a trusted one.
  'dom.securecontext.allowlist': addresses.app,
  'dom.security.https_first': false,
};

/** Starts Firefox on a host of the lab. */
export async function launchLabFirefox(host: Namespace): Promise<Browser> {
  const program = findFirefox(process.env) ?? 'firefox';
  const script = fileURLToPath(new URL('firefoxInNamespace.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'ringback-lab-'));
  const wrapper = join(folder, 'firefox');
  const words = [nodePath(), script, host.name, program].map((word) => `'${word}'`).join(' ');
  await writeFile(wrapper, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const browser = await launchFirefox(wrapper, preferences);
  await rm(folder, { recursive: true });
  return browser;
}
