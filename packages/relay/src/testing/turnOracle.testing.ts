import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { isInstalled } from './coturnTools.testing.ts';

/** Whether coturn's tools can be used here, and why not. */
export type Judge = { readonly state: 'ready' } | { readonly state: 'absent'; readonly why: string };

const installTimeoutMs = 120_000;
/** While this says 101, Debian's packages start no service when they are installed. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Finds turnutils_uclient, and installs it where it is missing and the user may. */
export function findJudge(): Judge {
  if (isInstalled('turnutils_uclient')) return { state: 'ready' };
  if (process.getuid?.() !== 0) return absent('and only root may install it');
  if (!isInstalled('apt-get')) return absent('and there is no apt-get to install it');
  if (existsSync(servicePolicy))
    return absent(`and ${servicePolicy} is in use, so it is not installed from here`);
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const line = 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends coturn';
    spawnSync('env', line.split(' '), { stdio: 'ignore', timeout: installTimeoutMs });
  } finally {
    rmSync(servicePolicy);
  }
  return isInstalled('turnutils_uclient') ? { state: 'ready' } : absent('and apt-get could not install it');
}

function absent(more: string): Judge {
  return { state: 'absent', why: `turnutils_uclient (Debian: coturn) is missing, ${more}` };
}
