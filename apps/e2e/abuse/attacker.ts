// The process of an attacker: attacks a server of this machine for some seconds, then prints what became of it.
import { isIPv4 } from 'node:net';
import { attackOf, isAttackName } from './attacks.ts';
import type { Attacker } from './attack.ts';

const [name = '', url = '', address = '', seconds = '0'] = process.argv.slice(2);
if (!isAttackName(name)) throw new Error(`There is no attack ${name}.`);
// Only this machine may ever be attacked.
if (new URL(url).hostname !== '127.0.0.1' || !isIPv4(address) || !address.startsWith('127.'))
  throw new Error('Attacks stay on loopback.');

const endsAt = performance.now() + Number(seconds) * 1000;
const tally = { sent: 0, granted: 0, refused: 0, closed: 0 };
const attacker: Attacker = {
  url,
  address,
  seconds: Number(seconds),
  tally,
  isOver: () => performance.now() >= endsAt,
};
// What still waits for the server when the time is over is not waited for.
setTimeout(report, Number(seconds) * 1000 + 500);
process.once('message', () => void attackOf(name)(attacker).catch((error: unknown) => console.error(error)));
process.send?.('ready');

function report(): void {
  process.send?.(tally, () => process.exit(0));
}
