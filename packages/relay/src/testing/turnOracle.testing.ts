import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { isInstalled } from './coturnTools.testing.ts';

/** Whether coturn's load generator, an independent TURN client, is available as the oracle, and if not, why. */
export type TurnOracle = { readonly state: 'ready' } | { readonly state: 'absent'; readonly why: string };

const installTimeoutMs = 120_000;
/** While this script exits with 101, installing a Debian package starts no service. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Finds turnutils_uclient, and installs it if the user is root. */
export function findTurnOracle(): TurnOracle {
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

function absent(detail: string): TurnOracle {
  return { state: 'absent', why: `turnutils_uclient (Debian: coturn) is missing, ${detail}` };
}
