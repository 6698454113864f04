import { setTimeout as delay } from 'node:timers/promises';
import type { Namespace } from './namespace.ts';
import { addresses, end, type Service } from './publicHost.ts';

/** The secret that the server and coturn share; both live for the minutes of a lab. */
const secret = 'a-secret-of-the-lab';

/** The settings that make a Ringback server use coturn. */
export const coturnSettings = {
  TURN_SECRET: secret,
  TURN_URLS: [
    `turn:${addresses.coturn}:443?transport=udp`,
    `turn:${addresses.coturn}:443?transport=tcp`,
  ].join(),
} as const;

/** Starts coturn at its own address, on port 443, over UDP and TCP. */
export async function startCoturn(host: Namespace): Promise<Service> {
  const ip = addresses.coturn;
  const line =
    `-n --listening-ip=${ip} --relay-ip=${ip} --listening-port=443 --min-port=49152 --max-port=65535 --realm=lab ` +
    `--use-auth-secret --static-auth-secret=${secret} --fingerprint --no-tls --no-dtls --no-tcp-relay ` +
    '--no-multicast-peers --no-cli --no-rfc5780 --no-software-attribute --stale-nonce=600 --user-quota=48 ' +
    '--total-quota=400 --no-stdout-log --log-file=/dev/null --pidfile=/dev/null';
  const child = host.spawn('turnserver', line.split(' '), { stdio: 'ignore' });
  await untilListening(host);
  return { stop: () => end(child) };
}

async function untilListening(host: Namespace): Promise<void> {
  for (let looks = 0; looks < 100; looks += 1) {
    const listening = await host.run('ss', ['-Hltun', `src ${addresses.coturn}:443`]);
    if (listening.includes('tcp') && listening.includes('udp')) return;
    await delay(50);
  }
  throw new Error('coturn does not listen.');
}
